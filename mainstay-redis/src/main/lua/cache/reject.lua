-- op      cache.reject    schema 1
-- why     Bytes that nobody can read would keep a key from being leased; what came since stays.
-- keys    entry
-- args    now_ms|'' bytes
-- reply   1 | 0
if redis.call('GET', KEYS[1]) == ARGV[2] then
  return redis.call('DEL', KEYS[1])
end
return 0
