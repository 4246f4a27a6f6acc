-- op      sessions.revoke    schema 1
-- why     A logout ends the session that the credential proves, and only a live one.
-- keys    session
-- args    now_ms|'' hash base epoch fenced|''
-- derives base s:id e:id u:user due w
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/revoke"

local session = read(KEYS[1])
local now = now_ms(ARGV[1])
if session and session.epoch >= tonumber(ARGV[4]) then
  now = not_before(session, now)
  if proves(session, ARGV[2], now) then
    revoke_indexed(session, ARGV[3], now)
    return 1
  end
end
if ARGV[5] ~= '' then
  mark(ARGV[3])
end
return 0
