-- op      limits.hold    schema 1
-- why     A holder that is gone never comes back: it is looked for where it is held longer or let go.
-- keys    limit
-- args    now_us|'' name length_us
-- reply   1 | 0
--- @include "lib/micros"

local now = now_us(ARGV[1])
local name, length = ARGV[2], tonumber(ARGV[3])
local key = KEYS[1]

local i = 1
local ends = redis.call('ZSCORE', key, name .. '#1')
if not ends or tonumber(ends) <= now then
  return 0
end
while redis.call('ZSCORE', key, name .. '#' .. int(i)) do
  if length == 0 then
    redis.call('ZREM', key, name .. '#' .. int(i))
  else
    redis.call('ZADD', key, int(now + length), name .. '#' .. int(i))
  end
  i = i + 1
end
if length > 0 then
  local last = tonumber(redis.call('ZRANGE', key, 0, 0, 'REV', 'WITHSCORES')[2])
  redis.call('PEXPIREAT', key, ends_ms(last, 0))
end
return 1
