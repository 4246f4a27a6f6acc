-- op      cache.refresh    schema 1
-- why     One at a time replaces a value; who had a ticket of one that is gone keeps nobody off.
-- keys    entry refresh
-- args    now_ms|'' head lease_ms mine
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/stored"

-- The value's number stands first, then that of the ticket.
local mine = ARGV[4]
if not is_there(KEYS[1], ARGV[2]) then
  return 0
end
if redis.call('GETRANGE', KEYS[2], 0, 7) == string.sub(mine, 1, 8) then
  return 0
end
redis.call('SET', KEYS[2], mine, 'PXAT', int(now_ms(ARGV[1]) + tonumber(ARGV[3])))
return 1
