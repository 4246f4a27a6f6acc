-- The arithmetic of permits that come back evenly. What is counted is the instant at which all are
-- back, whole microseconds and a rest in parts of one; `held` permits are taken as if it were later.

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

local function fits(s, permits)
  if permits > s.capacity then
    return false
  end
  local tat, rest = moved(s, permits)
  local whole = tat - s.now
  return whole < s.most or (whole == s.most and rest <= s.most_rest)
end

-- How many takes of a cost fit, up to n: an estimate that is at most one too high, then exactly.
local function room(s, cost, n)
  local slack = s.most - (s.tat - s.now) + (s.most_rest - s.rest) / s.parts
  local step = s.step + s.step_rest / s.parts
  local k = math.floor((slack / step - s.held) / cost) + 1
  k = math.max(0, math.min(n, k))
  while k > 0 and not fits(s, k * cost + s.held) do
    k = k - 1
  end
  return k
end

-- Until all permits are back, in microseconds.
local function idle_us(s)
  return s.tat - s.now + (s.rest > 0 and 1 or 0)
end
