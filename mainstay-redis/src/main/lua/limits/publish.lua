-- op      limits.publish    schema 1
-- why     The rules change in one step, by whoever knows them as they are.
-- keys    catalogue
-- args    now_us|'' expected life_s (field text|'')*
-- reply   1 | 0
local key = KEYS[1]
local expected, life = ARGV[2], ARGV[3]
if (redis.call('HGET', key, 'v') or '0') ~= expected then
  return 0
end
redis.call('HSET', key, 'v', string.format('%.0f', expected + 1))
for i = 4, #ARGV, 2 do
  if ARGV[i + 1] == '' then
    redis.call('HDEL', key, ARGV[i])
  else
    redis.call('HSET', key, ARGV[i], ARGV[i + 1])
  end
end
redis.call('EXPIRE', key, life)
return 1
