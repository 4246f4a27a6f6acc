-- op      limits.take    schema 1
-- why     Every limit of a take is looked at where it is counted: it counts in all of them or in none.
-- keys    limit*
-- args    now_us|'' name reserve_us|'' fate (algorithm version n n n n n n adoption|'')* (count cost*)*
-- reply   'decided' now (a b c held)* (admitted wait*)* | 'outdated' index version now a b c held (cost ends)* | 'superseded' index | 'clock' now | 'repeated' now
--- @include "lib/limits"

local now = now_us(ARGV[1])
local name, reserve, fate = ARGV[2], ARGV[3], tonumber(ARGV[4])
local FIRST = 5

local limits = {}
for i, key in ipairs(KEYS) do
  local at = FIRST + (i - 1) * RULE
  local s = read_limit(key, at, now)
  -- What was reserved before is so by whatever rule, unless there is a newer one.
  local is_known = reserve ~= '' and s.pending and find_pending(s.pending, name)
  if is_known and s.version <= s.rule then
    return {'repeated', int(now)}
  end
  local why = not_by_rule(s, i, at)
  if why then
    return why
  end
  limits[i] = s
end

local reply = {'decided', int(now)}
for _, s in ipairs(limits) do
  for _, n in ipairs({s.a, s.b, s.c, s.held}) do
    reply[#reply + 1] = int(n)
  end
end

-- Counts as many takes as were let in; a limit in shadow counts those that fit it.
local function count(s, cost, k)
  if s.allowed then
    k = 0
  elseif s.shadow then
    k = s.algorithm.room(s, cost, k)
  end
  s.counted = s.counted or k > 0
  if k > 0 and reserve ~= '' and s.pending then
    add_pending(s.pending, name, cost, now + tonumber(reserve), fate)
  elseif k > 0 then
    s.algorithm.charge(s, cost * k)
  end
end

-- One take after the other, alike ones at once: after the first that does not fit none does.
local at = FIRST + #KEYS * RULE
local any = false
while at <= #ARGV do
  local asked = tonumber(ARGV[at])
  local k = asked
  for i, s in ipairs(limits) do
    if not s.shadow then
      k = math.min(k, s.algorithm.room(s, tonumber(ARGV[at + i]), k))
    end
  end
  any = any or k > 0
  reply[#reply + 1] = int(k)
  for i, s in ipairs(limits) do
    local cost = tonumber(ARGV[at + i])
    count(s, cost, k)
    reply[#reply + 1] = int(k < asked and s.algorithm.wait and s.algorithm.wait(s, cost) or 0)
  end
  at = at + 1 + #KEYS
end

if any then
  for i, s in ipairs(limits) do
    -- One in shadow that counted nothing has nothing to say.
    if s.counted or s.adopted then
      s.algorithm.write(s, KEYS[i], s.rule, name, reserve ~= '' and now + tonumber(reserve) or nil)
    end
  end
end
return reply
