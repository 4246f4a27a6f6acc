-- op      limits.settle    schema 1
-- why     What was reserved is charged once, whoever says so how often; its name stays until it would have lapsed.
-- keys    limit*
-- args    now_us|'' name permits|'all' end (algorithm version n n n n n n adoption|'')*
-- reply   (2 settled | 1 settled before | 0 not there)*
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

local function settle_counted(key, s)
  local one, place = find_pending(s.pending, name)
  if not one or s.algorithm.open(s) then
    return 0
  end
  if one.fate == SETTLED then
    return 1
  end
  local charge = permits == 'all' and one.cost or tonumber(permits)
  s.algorithm.charge(s, charge)
  if ending == 'forget' then
    table.remove(s.pending, place)
  elseif ending == 'last' then
    one.cost, one.fate = 0, SETTLED
  else
    one.cost = math.max(0, one.cost - charge)
  end
  s.algorithm.write(s, key, s.version == 0 and s.rule or s.version)
  return 2
end

local reply = {}
for i, key in ipairs(KEYS) do
  local s = read_limit(key, FIRST + (i - 1) * RULE, now)
  local settle = s.pending and settle_counted or settle_held
  reply[i] = settle(key, s)
end
return reply
