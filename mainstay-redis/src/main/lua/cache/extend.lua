-- op      cache.extend    schema 1
-- why     A lease is held longer only by who has it, as long as nothing happened to the entry.
-- keys    entry refresh
-- args    now_ms|'' head lease_ms mine|''
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/stored"

local mine = ARGV[4]
local key = KEYS[1]
if not is_there(key, ARGV[2]) then
  return 0
end
if mine ~= '' then
  key = KEYS[2]
  if redis.call('GET', key) ~= mine then
    return 0
  end
end
redis.call('PEXPIREAT', key, int(now_ms(ARGV[1]) + tonumber(ARGV[3])))
return 1
