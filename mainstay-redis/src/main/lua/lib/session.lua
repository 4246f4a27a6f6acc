--- @include "lib/entry"
--- @include "lib/numbers"

-- For so long after its end a session can tell why it ended.
local REMEMBERED = 60000

-- Looks at a key of a slot that may be on its way to another server: one that is not on this one is
-- an error, before anything is written. Together with the declared key, since of one key alone the
-- server that a slot is coming to says that there is none, while it is still where it was: what is
-- written in its place there would hold up the move, and what is not ended there lives on.
local function here(key)
  redis.call('EXISTS', KEYS[1], key)
end

-- A session as a table with its raw fields under `fields`; nil where there is none.
local function read(key)
  local flat = redis.call('HGETALL', key)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = flat[i + 1]
  end
  if not fields.h or not fields.m then
    return nil
  end
  local created, idle, life, epoch = string.match(fields.m, '^(%d+) (%d+) (%d+) (%d+) ')
  if not created or not tonumber(fields.t) or not tonumber(fields.n) then
    return nil
  end
  local claim, claim_until = string.match(fields.c or '', '^(%S+) (%d+)$')
  return {
    key = key,
    fields = fields,
    hash = fields.h,
    created = tonumber(created),
    seen = tonumber(fields.t),
    idle = tonumber(idle),
    expires = created + life,
    epoch = tonumber(epoch),
    previous = fields.p,
    previous_until = tonumber(fields.q or 0),
    claim = claim,
    claim_until = tonumber(claim_until or 0),
  }
end

-- The store's clock, which for one session never goes back, not even on a promoted replica.
local function not_before(session, now)
  return math.max(now, session.seen)
end

-- Compares digests of secrets: what a comparison's time could tell is worth nothing to a thief.
local function proves(session, hash, now)
  return hash == session.hash or (hash == session.previous and now <= session.previous_until)
end

local function is_claimed(session, now)
  return session.claim ~= nil and now <= session.claim_until
end

-- Why a session that is not there is gone: i(dle), x (expired), r(evoked) or u(nknown).
local function why(end_key, hash)
  local record = redis.call('GET', end_key)
  if record and string.sub(record, 2) == hash then
    return string.sub(record, 1, 1)
  end
  return 'u'
end

-- The live session that a credential proves, and the clock; else nil, nil and the answer why.
local function proven(key, end_key, hash, epoch, now)
  local session = read(key)
  if not session then
    return nil, nil, {'gone', why(end_key, hash)}
  end
  now = not_before(session, now)
  if not proves(session, hash, now) then
    return nil, nil, {'gone', 'u'}
  end
  if session.epoch < epoch then
    return nil, nil, {'gone', 'r'}
  end
  return session, now
end

-- Lets the index live a minute longer than the last of its sessions.
local function keep_index(index_key, ends)
  if redis.call('PEXPIRETIME', index_key) < ends + REMEMBERED then
    redis.call('PEXPIREAT', index_key, int(ends + REMEMBERED))
  end
end

-- Writes when and how the session ends: in its key's expiry, its end record and its index entry.
-- The first command is one that a store with full memory accepts, and with it the rest. In its last
-- millisecond the expiry stays: setting it would delete the key, and the next write bring it back.
-- The clock may have gone on since it was read, and Redis 7.0 compares with what it says now: false
-- where the key is gone by that, and is not to be written again.
local function schedule(session, base, now)
  local ends = math.min(session.seen + session.idle, session.expires)
  local id = string.sub(session.key, -16)
  here(base .. 'e:' .. id)
  if session.fields.u then
    here(base .. 'u:' .. session.fields.u)
  end
  if ends > now then
    redis.call('PEXPIREAT', session.key, int(ends))
  end
  if redis.call('EXISTS', session.key) == 0 then
    return false
  end
  redis.call('HSET', session.key, 't', int(session.seen))
  session.fields.t = int(session.seen)
  local reason = session.seen + session.idle < session.expires and 'i' or 'x'
  redis.call('SET', base .. 'e:' .. id, reason .. session.hash, 'PXAT', int(ends + REMEMBERED))
  if session.fields.u then
    local index_key = base .. 'u:' .. session.fields.u
    local packed = redis.call('HGET', index_key, id)
    local entry = packed and unpack_entry(packed)
    if entry then
      entry[2] = session.seen - session.created
      redis.call('HSET', index_key, id, cmsgpack.pack(entry))
      keep_index(index_key, ends)
    end
  end
  return true
end

-- Notes a use at an instant, where that gains a tenth of the idle time.
local function see(session, instant, base, now)
  if instant - session.seen < math.floor(session.idle / 10) then
    return false
  end
  session.seen = instant
  return schedule(session, base, now)
end

-- What proves or holds a session, and whether it tells events: the script's own affair.
local HIDDEN = {h = true, p = true, q = true, c = true, w = true}

-- The fields that make up a session's face, flat.
local function face(session, reply)
  for name, value in pairs(session.fields) do
    if not HIDDEN[name] then
      reply[#reply + 1] = name
      reply[#reply + 1] = value
    end
  end
  return reply
end

-- Writes what says nothing. A revocation that finds nothing to end may be the repetition of one that
-- the replicas do not have yet: what it writes is what they can be waited for. The first command is
-- one that a store with full memory accepts. Nothing stays: on a slot that is on its way it would be
-- in the way of its like from the other server.
local function mark(base)
  redis.call('UNLINK', base .. 'w')
  redis.call('SET', base .. 'w', '', 'PX', REMEMBERED)
  redis.call('UNLINK', base .. 'w')
end
