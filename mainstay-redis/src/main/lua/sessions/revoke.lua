-- op      sessions.revoke    schema 1
-- why     A logout ends the session that the credential proves, and only a live one.
-- keys    session
-- args    now_ms|'' hash base epoch
-- derives base s:id e:id u:user due
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/revoke"

local session = read(KEYS[1])
if not session or session.epoch < tonumber(ARGV[4]) then
  return 0
end
local now = not_before(session, now_ms(ARGV[1]))
if not proves(session, ARGV[2], now) then
  return 0
end
revoke_indexed(session, ARGV[3], now)
return 1
