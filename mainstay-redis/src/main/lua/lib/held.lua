--- @include "lib/micros"

-- Who holds permits and until when: a sorted set with a member for each permit.
local held = {}

function held.read(key, p, now)
  local s = {now = now, key = key, permits = p[1], per = p[2], charged = 0}
  s.version, s.b, s.c, s.held = 0, 0, 0, 0
  s.a = redis.call('ZCOUNT', key, '(' .. int(now), '+inf')
  if s.a > 0 then
    s.b = tonumber(redis.call('ZRANGE', key, 0, 0, 'REV', 'WITHSCORES')[2])
  end
  return s
end

function held.open(s)
  s.taken = s.a
end

function held.room(s, cost, n)
  return math.max(0, math.min(n, math.floor((s.permits - s.taken) / cost)))
end

function held.charge(s, permits)
  s.taken = s.taken + permits
  s.charged = s.charged + permits
end

-- When enough holders have lapsed for one more take of a cost.
function held.wait(s, cost)
  local over = s.taken + cost - s.permits
  if over <= 0 then
    return 0
  end
  if over > s.a then
    return s.per
  end
  local key = s.key
  local range = redis.call('ZRANGE', key, '(' .. int(s.now), '+inf', 'BYSCORE', 'LIMIT', over - 1,
    1, 'WITHSCORES')
  return tonumber(range[2]) - s.now
end

-- Holds so many permits under a name until an instant.
local function hold(key, name, permits, ends)
  for first = 1, permits, 1000 do
    local members = {}
    for i = first, math.min(permits, first + 999) do
      members[#members + 1] = int(ends)
      members[#members + 1] = name .. '#' .. int(i)
    end
    redis.call('ZADD', key, unpack(members))
  end
end

function held.write(s, key, _, name, ends)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', int(s.now))
  hold(key, name, s.charged, ends or s.now + s.per)
  redis.call('PEXPIREAT', key, ends_ms(math.max(s.b, ends or s.now + s.per), 0))
end
