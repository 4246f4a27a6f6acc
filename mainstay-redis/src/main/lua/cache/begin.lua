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
local writers, how = read_writers(key)
if not writers then
  writers, how = writer, ALONE
else
  ends = math.max(ends, redis.call('PEXPIRETIME', key))
  if not place_of(writers, writer) then
    writers, how = writers .. writer, SHARED
  end
end
redis.call('SET', key, WRITTEN .. how .. writers, 'PXAT', int(ends))
return 1
