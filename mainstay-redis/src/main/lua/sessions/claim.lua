-- op      sessions.claim    schema 1
-- why     A login moves between slots; whoever holds the old session is the one that does.
-- keys    session end
-- args    now_ms|'' hash epoch claim hold_ms
-- reply   'held' (field value)* | 'lost' | 'gone' reason
--- @include "lib/clock"
--- @include "lib/session"

local hash, epoch, claim, hold = ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])

local session, now, gone = proven(KEYS[1], KEYS[2], hash, epoch, now_ms(ARGV[1]))
if not session then
  return gone
end
if session.hash ~= hash or is_claimed(session, now) then
  return {'lost'}
end
redis.call('HSET', session.key, 'c', claim .. ' ' .. int(now + hold))
return face(session, {'held'})
