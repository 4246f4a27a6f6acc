-- op      cache.drop    schema 1
-- why     Who found a value to be of no use must not drop another that came since.
-- keys    entry
-- args    now_ms|'' head
-- reply   1 | 0
--- @include "lib/stored"

if is_there(KEYS[1], ARGV[2]) then
  return redis.call('DEL', KEYS[1])
end
return 0
