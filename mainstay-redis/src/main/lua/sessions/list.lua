-- op      sessions.list    schema 1
-- why     The device list comes from the index alone; no session is read.
-- keys    index
-- args    now_ms|'' epoch
-- reply   (id created seen idle life policy device)*
--- @include "lib/clock"
--- @include "lib/devices"

return tell_devices({}, (read_index(KEYS[1], now_ms(ARGV[1]), tonumber(ARGV[2]))))
