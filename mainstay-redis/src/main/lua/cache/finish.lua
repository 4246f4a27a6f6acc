-- op      cache.finish    schema 1
-- why     Only who wrote alone, and whose begin is still known, knows what the source holds.
-- keys    entry
-- args    now_ms|'' writer life_ms value|''
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/writers"

local key, value = KEYS[1], ARGV[4]
local writers, how = read_writers(key)
local place = writers and place_of(writers, ARGV[2])
if place then
  writers = string.sub(writers, 1, place - 1) .. string.sub(writers, place + NUMBER)
end
if writers and writers ~= '' then
  redis.call('SET', key, WRITTEN .. SHARED .. writers, 'KEEPTTL')
  return 0
end
if place and how == ALONE and value ~= '' then
  redis.call('SET', key, value, 'PXAT', int(now_ms(ARGV[1]) + tonumber(ARGV[3])))
  return 1
end
redis.call('DEL', key)
return 0
