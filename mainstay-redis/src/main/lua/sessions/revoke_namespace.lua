-- op      sessions.revoke_namespace    schema 1
-- why     Every session of a namespace ends with its epoch; a later epoch is always a higher one.
--         Copies whose servers' clocks are behind are then raised to the highest: the floor.
-- keys    epoch
-- args    now_ms|'' ttl_ms floor|''
-- reply   the new epoch
--- @include "lib/clock"
--- @include "lib/numbers"

local last = tonumber(redis.call('GET', KEYS[1]) or 0) or 0
local floor = tonumber(ARGV[3])
local epoch = floor and math.max(last, floor) or math.max(last + 1, now_ms(ARGV[1]))
-- A write that a store with full memory accepts, and with it the next.
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SET', KEYS[1], int(epoch), 'PX', ARGV[2])
return int(epoch)
