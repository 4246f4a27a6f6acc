-- op      limits.settle    schema 1
-- why     What was reserved is charged or given back, once: a name that is not there any more does nothing.
-- keys    limit*
-- args    now_us|'' name charge (algorithm version n n n n n n adoption|'')*
-- reply   how many limits had something reserved under the name
--- @include "lib/limits"

local now = now_us(ARGV[1])
local name, charge = ARGV[2], ARGV[3] == '1'
local FIRST = 4

-- Permits that are held go on under a full lease, or are free.
local function settle_held(key, s)
  local i = 1
  while redis.call('ZSCORE', key, name .. '#' .. int(i)) do
    if charge then
      redis.call('ZADD', key, int(now + s.per), name .. '#' .. int(i))
    else
      redis.call('ZREM', key, name .. '#' .. int(i))
    end
    i = i + 1
  end
  if charge and i > 1 then
    redis.call('PEXPIREAT', key, ends_ms(math.max(s.b, now + s.per), 0))
  end
  return i > 1
end

local function settle_counted(key, s)
  local cost = take_pending(s.pending, name)
  if not cost or s.algorithm.open(s) then
    return false
  end
  if charge then
    s.algorithm.charge(s, cost)
  end
  s.algorithm.write(s, key, s.version == 0 and s.rule or s.version)
  return true
end

local settled = 0
for i, key in ipairs(KEYS) do
  local s = read_limit(key, FIRST + (i - 1) * RULE, now)
  local settle = s.pending and settle_counted or settle_held
  if settle(key, s) then
    settled = settled + 1
  end
end
return settled
