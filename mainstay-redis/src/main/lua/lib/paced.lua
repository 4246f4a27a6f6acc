--- @include "lib/counted"

-- Permits that come back evenly: gcra, token-bucket, leaky-meter, leaky-queue. What is counted is
-- the instant at which all are back: whole microseconds, and a rest in parts of one.
local paced = {}

function paced.read(key, p, now)
  local s = {now = now, step = p[1], step_rest = p[2], parts = p[3], most = p[4], most_rest = p[5],
    capacity = p[6]}
  read_counted(s, key, now)
  return s
end

-- The instant moved on by so many permits. No product passes 2^53: the rule was checked for it.
local function moved(s, permits)
  local rest = s.rest + permits * s.step_rest
  local carry = math.floor(rest / s.parts)
  return s.tat + permits * s.step + carry, rest - carry * s.parts
end

local function idle_before(s, instant)
  if s.tat < instant then
    s.tat, s.rest = instant, 0
  end
end

function paced.open(s)
  s.tat, s.rest = s.a, s.b
  for _, one in ipairs(s.pending.lapsed) do
    idle_before(s, one.ends)
    s.tat, s.rest = moved(s, one.cost)
    recount(s, s.tat, s.rest, 0)
  end
  idle_before(s, s.now)
end

local function fits(s, permits)
  if permits > s.capacity then
    return false
  end
  local tat, rest = moved(s, permits)
  local whole = tat - s.now
  return whole < s.most or (whole == s.most and rest <= s.most_rest)
end

-- How many takes of a cost fit, up to n: an estimate that is at most one too high, then exactly.
function paced.room(s, cost, n)
  local slack = s.most - (s.tat - s.now) + (s.most_rest - s.rest) / s.parts
  local step = s.step + s.step_rest / s.parts
  local k = math.floor((slack / step - s.held) / cost) + 1
  k = math.max(0, math.min(n, k))
  while k > 0 and not fits(s, k * cost + s.held) do
    k = k - 1
  end
  return k
end

function paced.charge(s, permits)
  s.tat, s.rest = moved(s, permits)
end

function paced.write(s, key, version)
  local idle = s.tat - s.now + (s.rest > 0 and 1 or 0)
  write_counted(s, key, version, s.tat, s.rest, 0, idle, s.most + 1)
end
