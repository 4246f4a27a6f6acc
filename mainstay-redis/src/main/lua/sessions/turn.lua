-- op      sessions.turn    schema 1
-- why     A new secret takes the place of the old in one step, in the same key; one of many wins.
-- keys    session end
-- args    now_ms|'' hash base epoch next grace_ms
-- derives base e:id u:user
-- reply   'turned' (field value)* | 'lost' | 'gone' reason
--- @include "lib/clock"
--- @include "lib/session"

local hash, base, epoch, next_hash = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
local grace = tonumber(ARGV[6])

local session, now, gone = proven(KEYS[1], KEYS[2], hash, epoch, now_ms(ARGV[1]))
if not session then
  return gone
end
if session.hash ~= hash or is_claimed(session, now) then
  return {'lost'}
end

session.hash = next_hash
if now - session.seen >= math.floor(session.idle / 10) then
  session.seen = now
end
if not schedule(session, base, now) then
  return {'gone', 'x'}
end
redis.call('HSET', session.key, 'h', next_hash)
if grace > 0 then
  redis.call('HSET', session.key, 'p', hash, 'q', int(now + grace))
else
  redis.call('HDEL', session.key, 'p', 'q')
end
return face(session, {'turned'})
