--- @include "lib/numbers"

-- What became of sessions waits in the due-list of their partition, a sorted set by when it is due:
--   <id> w <epoch> <user>               a session whose end is awaited, and the epoch of its start
--   <id> <what> <delivery> <at> <user>  what happened and when, handed out so often; what is
--                                       c(reated), i(dle), x (expired), u (one of them) or r(evoked)
-- A user is spelled as in keys, nobody is empty. A touch moves no entry: whoever finds an awaited
-- end due looks whether the session lives, and puts the entry to its later end.

-- An entry waits so long for a worker.
local KEPT = 604800000

-- The list outlives an instant by a week. A full store accepts it as a first write.
local function keep_due(due, instant)
  local until_ms = math.max(redis.call('PEXPIRETIME', due), instant + KEPT)
  redis.call('PEXPIREAT', due, int(until_ms))
end

local function awaited(id, epoch, user)
  return id .. ' w ' .. int(epoch) .. ' ' .. (user or '')
end

local function event(id, what, delivery, at, user)
  return table.concat({id, what, int(delivery), int(at), user or ''}, ' ')
end

-- A session begins: it was created, and its end is awaited.
local function await_end(due, id, epoch, user, now, ends)
  redis.call('ZREMRANGEBYSCORE', due, '-inf', '(' .. int(now - KEPT))
  redis.call('ZADD', due, int(now), event(id, 'c', 0, now, user))
  redis.call('ZADD', due, int(ends + 1), awaited(id, epoch, user))
  keep_due(due, ends + 1)
end

-- A session was ended. Where its end is awaited no more it was told already.
local function tell_revoked(due, id, epoch, user, now)
  if redis.call('ZREM', due, awaited(id, epoch, user)) == 1 then
    redis.call('ZADD', due, int(now), event(id, 'r', 0, now, user))
    keep_due(due, now)
  end
end
