-- op      sessions.confirm    schema 1
-- why     What a start ended was written by another connection; replicas are waited for by this one.
-- keys    session
-- args    now_ms|''
-- reply   1 | 0
--- @include "lib/clock"

-- The same end again: a write that changes nothing.
local ends = redis.call('PEXPIRETIME', KEYS[1])
if ends <= now_ms(ARGV[1]) then
  return 0
end
redis.call('PEXPIREAT', KEYS[1], ends)
return 1
