-- op      sessions.grace    schema 1
-- why     Only the store's clock may say whether an old token is still within its grace.
-- keys    session
-- args    now_ms|'' hash
-- reply   1 | 0
--- @include "lib/clock"
--- @include "lib/session"

local session = read(KEYS[1])
if session and proves(session, ARGV[2], now_ms(ARGV[1])) then
  return 1
end
return 0
