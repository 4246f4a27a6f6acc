-- op      sessions.touch    schema 1
-- why     A use slides the end of a session that is there, and can never bring one back.
-- keys    session
-- args    now_ms|'' ago_ms base
-- derives base e:id u:user
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/session"

local session = read(KEYS[1])
local now = now_ms(ARGV[1])
if session and see(session, now - ARGV[2], ARGV[3], now) then
  return 1
end
return 0
