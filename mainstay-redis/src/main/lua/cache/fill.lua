-- op      cache.fill    schema 1
-- why     What was loaded is stored only where nothing happened to the entry since the load began.
-- keys    entry refresh
-- args    now_ms|'' head life_ms value
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/stored"

local head, life = ARGV[2], tonumber(ARGV[3])
if not is_there(KEYS[1], head) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[4], 'PXAT', int(now_ms(ARGV[1]) + life))
if string.sub(head, 1, 1) == 'V' then
  redis.call('DEL', KEYS[2])
end
return 1
