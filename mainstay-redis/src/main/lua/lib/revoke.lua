--- @include "lib/due"
--- @include "lib/session"

-- Ends a session, leaving word of it for a minute. The first write is one that a store with full
-- memory accepts, and with it the rest.
local function revoke(base, id, hash, now)
  redis.call('UNLINK', base .. 's:' .. id)
  redis.call('SET', base .. 'e:' .. id, 'r' .. hash, 'PXAT', int(now + REMEMBERED))
end

-- Ends a session of a user's index, which the caller takes it out of; false where it is gone.
local function revoke_entry(entry, base, user, now)
  local hash, tells = unpack(redis.call('HMGET', base .. 's:' .. entry.id, 'h', 'w'))
  if not hash then
    return false
  end
  revoke(base, entry.id, hash, now)
  if tells then
    tell_revoked(base .. 'due', entry.id, entry.epoch, user, now)
  end
  return true
end

-- Ends a session and takes it out of its user's index.
local function revoke_indexed(session, base, now)
  local id, user = string.sub(session.key, -16), session.fields.u
  here(base .. 'e:' .. id)
  if user then
    here(base .. 'u:' .. user)
  end
  if session.fields.w then
    here(base .. 'due')
  end
  revoke(base, id, session.hash, now)
  if user then
    redis.call('HDEL', base .. 'u:' .. user, id)
  end
  if session.fields.w then
    tell_revoked(base .. 'due', id, session.epoch, user, now)
  end
end
