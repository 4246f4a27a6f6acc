--- @include "lib/micros"
--- @include "lib/pending"

-- Each take with its instant, oldest first, in a list; its last element says the version, how much
-- all of them took, and how long they count.
local log = {}
local LOG_HEAD = '<I4dd'
local LOG_ENTRY = '<dd'
local CHUNK = 64

-- Calls a function with each entry from a place on until it says that it has seen enough.
local function each_entry(key, from, size, visit)
  while from < size do
    local chunk = redis.call('LRANGE', key, from, math.min(from + CHUNK, size) - 1)
    for _, packed in ipairs(chunk) do
      local at, cost = struct.unpack(LOG_ENTRY, packed)
      if visit(at, cost) then
        return
      end
    end
    from = from + CHUNK
  end
end

function log.read(key, p, now)
  local s = {now = now, key = key, permits = p[1], per = p[2], size = 0, expired = 0, added = 0}
  s.version, s.a, s.b, s.c, s.counts, s.last = 0, 0, 0, 0, s.per, 0
  local head = redis.call('LINDEX', key, -1)
  local at = 1
  if head then
    s.version, s.a, s.counts, at = struct.unpack(LOG_HEAD, head)
    s.size = redis.call('LLEN', key) - 1
    each_entry(key, 0, s.size, function(instant, cost)
      if instant > now - s.counts then
        return true
      end
      s.expired = s.expired + 1
      s.a = s.a - cost
    end)
    if s.expired < s.size then
      s.last = struct.unpack(LOG_ENTRY, redis.call('LINDEX', key, -2))
      s.b = s.last + s.counts
    end
  end
  s.pending = read_pending(head, at, now)
  s.held = s.pending.held
  return s
end

function log.open(s)
  -- Adopted as something else: all of it counts from now on.
  local newest = s.anew and 0 or s.last
  s.late = {}
  for _, one in ipairs(s.pending.lapsed) do
    newest = math.max(one.ends, newest)
    if newest > s.now - s.per then
      s.a, s.b = s.a + one.cost, newest + s.per
      s.late[#s.late + 1] = {at = newest, cost = one.cost}
    end
  end
  -- Where the clock was set back, no entry is before an earlier one.
  s.newest = math.max(s.now, newest)
  s.taken = s.a
end

function log.room(s, cost, n)
  return math.max(0, math.min(n, math.floor((s.permits - s.taken - s.held) / cost)))
end

function log.charge(s, permits)
  s.taken = s.taken + permits
  s.added = s.added + permits
end

-- When enough of the oldest is forgotten for one more take of a cost.
function log.wait(s, cost)
  local over = s.taken + s.held + cost - s.permits
  local wait = 0
  if over <= 0 then
    return 0
  end
  if s.anew then
    return s.per
  end
  each_entry(s.key, s.expired, s.size, function(at, taken)
    over = over - taken
    wait = at + s.per - s.now
    return over <= 0
  end)
  for _, one in ipairs(s.late) do
    if over > 0 then
      over = over - one.cost
      wait = one.at + s.per - s.now
    end
  end
  return over > 0 and s.newest + s.per - s.now or wait
end

-- Forgets what counts no more, and the head; says whether an entry is left.
local function trim(s, key)
  if s.anew then
    redis.call('DEL', key)
    if s.a > 0 then
      redis.call('RPUSH', key, struct.pack(LOG_ENTRY, s.now, s.a))
    end
    return s.a > 0
  end
  redis.call('RPOP', key)
  if s.expired > 0 then
    redis.call('LPOP', key, s.expired)
  end
  return s.expired < s.size
end

function log.write(s, key, version)
  local is_left = trim(s, key)
  for _, one in ipairs(s.late) do
    redis.call('RPUSH', key, struct.pack(LOG_ENTRY, one.at, one.cost))
  end
  if s.added > 0 then
    redis.call('RPUSH', key, struct.pack(LOG_ENTRY, s.newest, s.added))
  end
  if is_left or #s.late > 0 or s.added > 0 or #s.pending > 0 then
    local head = struct.pack(LOG_HEAD, version, s.taken, s.per) .. pack_pending(s.pending)
    local last, due = pending_ends(s.pending)
    local ends = math.max(s.newest + s.per, due > 0 and last + s.per or last)
    redis.call('RPUSH', key, head)
    redis.call('PEXPIREAT', key, ends_ms(ends, 0))
  end
end
