-- op      cache.release    schema 1
-- why     Who gives up a load lets the next one begin, and leaves a value that he was to replace.
-- keys    entry refresh
-- args    now_ms|'' head mine|''
-- reply   1 | 0
--- @include "lib/stored"

local mine = ARGV[3]
if not is_there(KEYS[1], ARGV[2]) then
  return 0
end
if mine == '' then
  return redis.call('DEL', KEYS[1])
end
if redis.call('GET', KEYS[2]) ~= mine then
  return 0
end
return redis.call('DEL', KEYS[2])
