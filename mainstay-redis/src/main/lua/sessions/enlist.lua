-- op      sessions.enlist    schema 1
-- why     Workers share the partitions without talking: it takes the same list for all of them.
-- keys    workers
-- args    now_ms|'' worker hold_ms most
-- reply   (worker)*
--- @include "lib/clock"
--- @include "lib/numbers"

local workers, now, worker = KEYS[1], now_ms(ARGV[1]), ARGV[2]
local hold, most = tonumber(ARGV[3]), tonumber(ARGV[4])

-- The first write is one that a store with full memory accepts, and with it the rest.
redis.call('ZREMRANGEBYSCORE', workers, '-inf', '(' .. int(now))
if hold > 0 then
  redis.call('ZADD', workers, int(now + hold), worker)
  local ends = math.max(redis.call('PEXPIRETIME', workers), now + hold)
  redis.call('PEXPIREAT', workers, int(ends))
else
  redis.call('ZREM', workers, worker)
end
return redis.call('ZRANGE', workers, 0, most - 1)
