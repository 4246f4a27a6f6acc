-- op      sessions.list_replica    schema 1
-- why     A replica's device list, and in the same step what proves how old it is.
-- keys    index
-- args    now_ms|'' epoch
-- reply   info (id created seen idle life policy device)*
--- @include "lib/clock"
--- @include "lib/devices"

local live = read_index(KEYS[1], now_ms(ARGV[1]), tonumber(ARGV[2]))
return tell_devices({redis.call('INFO', 'replication')}, live)
