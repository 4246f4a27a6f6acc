-- op      limits.settle    schema 1
-- why     What was reserved is charged once, whoever says so how often; its name stays until it would have lapsed.
-- keys    limit*
-- args    now_us|'' name permits|'all' end (algorithm version n n n n n n adoption|'')*
-- reply   'settled' (2 settled | 1 settled before | 0 not there)* | 'outdated' index version now a b c held (cost ends)* | 'superseded' index | 'clock' now
--- @include "lib/limits"

local now = now_us(ARGV[1])
-- The end is `last`, `part` where more follows, or `forget` where nobody says it twice.
local name, permits, ending = ARGV[2], ARGV[3], ARGV[4]
local FIRST = 5

-- Permits that are held go on under a full lease, or are free.
local function settle_held(key, s)
  local i = 1
  while redis.call('ZSCORE', key, name .. '#' .. int(i)) do
    if permits == 'all' then
      redis.call('ZADD', key, int(now + s.per), name .. '#' .. int(i))
    else
      redis.call('ZREM', key, name .. '#' .. int(i))
    end
    i = i + 1
  end
  if permits == 'all' and i > 1 then
    redis.call('PEXPIREAT', key, ends_ms(math.max(s.b, now + s.per), 0))
  end
  return i > 1 and 2 or 0
end

-- Where it is among what is pending, or else what there is to say of it.
local function find_unsettled(s)
  local one, place = find_pending(s.pending, name)
  if not one then
    return nil, 0
  end
  if one.fate == SETTLED then
    return nil, 1
  end
  return place
end

local function settle_counted(key, s, place)
  local one = s.pending[place]
  local used = permits == 'all' and one.cost or tonumber(permits)
  -- More than twice the capacity is not owed: a debt has an end, and is counted exactly.
  local charge = math.min(used, 2 * (s.capacity or s.permits))
  if charge > 0 then
    s.algorithm.charge(s, charge)
  end
  if ending == 'forget' then
    table.remove(s.pending, place)
  elseif ending == 'last' then
    one.cost, one.fate = 0, SETTLED
  else
    one.cost = math.max(0, one.cost - used)
  end
  s.algorithm.write(s, key, s.rule)
end

-- All are looked at before anything is written.
local reply = {'settled'}
local limits, places = {}, {}
for i, key in ipairs(KEYS) do
  local at = FIRST + (i - 1) * RULE
  local s = read_limit(key, at, now)
  if s.pending then
    local place, said = find_unsettled(s)
    local why = place and not_by_rule(s, i, at)
    if why then
      return why
    end
    places[i], reply[i + 1] = place, said or 2
  end
  limits[i] = s
end
for i, key in ipairs(KEYS) do
  if not limits[i].pending then
    reply[i + 1] = settle_held(key, limits[i])
  elseif places[i] then
    settle_counted(key, limits[i], places[i])
  end
end
return reply
