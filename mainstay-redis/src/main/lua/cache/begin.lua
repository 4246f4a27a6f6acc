-- op      cache.begin    schema 1
-- why     While somebody writes the source, what others load may be of before and is not kept.
-- keys    entry
-- args    now_ms|'' writer most_ms
-- reply   1
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/writers"

local key, writer = KEYS[1], ARGV[2]
local ends = now_ms(ARGV[1]) + tonumber(ARGV[3])
local writers = read_writers(key)
if writers then
  ends = math.max(ends, redis.call('PEXPIRETIME', key))
end
writers = writers or ''
if not place_of(writers, writer) then
  writers = writers .. writer
end
redis.call('SET', key, WRITTEN .. writers, 'PXAT', int(ends))
return 1
