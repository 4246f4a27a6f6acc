-- op      sessions.settle    schema 1
-- why     A claim ends with the old session's end, or as if it had never been.
-- keys    session
-- args    now_ms|'' claim base end
-- derives base s:id e:id u:user due
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/revoke"

local session = read(KEYS[1])
if not session then
  return 0
end
local now = not_before(session, now_ms(ARGV[1]))
if not is_claimed(session, now) or session.claim ~= ARGV[2] then
  return 0
end
if ARGV[4] == '1' then
  revoke_indexed(session, ARGV[3], now)
else
  redis.call('HDEL', session.key, 'c')
end
return 1
