-- op      sessions.take    schema 1
-- why     An event is handed out to one worker at a time, and again to another if that one dies.
-- keys    due worker
-- args    now_ms|'' base epoch worker hold_ms longest_pause_ms most
-- derives base s:id e:id
-- reply   'batch' more unreadable (what id delivery at user)* | 'held'
--- @include "lib/clock"
--- @include "lib/due"
--- @include "lib/session"

local due, worker_key = KEYS[1], KEYS[2]
local now, base, epoch, worker = now_ms(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4]
local hold, longest, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
longest = math.max(hold, longest)

local function is_due()
  return #redis.call('ZRANGE', due, '-inf', int(now), 'BYSCORE', 'LIMIT', 0, 1) > 0
end

if not is_due() then
  return {'batch', 0, 0}
end
local holder = redis.call('GET', worker_key)
if holder and holder ~= worker then
  return {'held'}
end
local first = redis.call('ZRANGE', due, '-inf', int(now), 'BYSCORE', 'LIMIT', 0, most, 'WITHSCORES')
for i = 1, #first, 2 do
  local id = string.match(first[i], '^(%S+) w ')
  if id then
    here(base .. 's:' .. id)
    here(base .. 'e:' .. id)
  end
end
-- A write that a store with full memory accepts, and with it the rest.
keep_due(due, now + longest)
redis.call('SET', worker_key, worker, 'PXAT', int(now + hold))

-- What happened to a session whose end was due, and when; or nil and the later end of a live one.
local function look(id, started, score)
  local ends = redis.call('PEXPIRETIME', base .. 's:' .. id)
  local lives = ends >= 0
  local what = 'u'
  if not lives then
    ends = score - 1
    local record = redis.call('GET', base .. 'e:' .. id)
    if record then
      what = string.match(record, '^[ixr]') or 'u'
      -- A session whose key was deleted by hand ended no later than now.
      ends = math.min(now, redis.call('PEXPIRETIME', base .. 'e:' .. id) - REMEMBERED)
    end
  end
  if started < epoch and epoch <= ends then
    return 'r', epoch
  end
  if lives then
    return nil, ends
  end
  return what, ends
end

local reply = {'batch', 0, 0}
local function hand_out(member, id, what, delivery, at, user)
  local pause = math.min(longest, hold * 2 ^ (delivery - 1))
  redis.call('ZADD', due, int(now + pause), event(id, what, delivery, at, user))
  redis.call('ZREM', due, member)
  for _, value in ipairs({what, id, int(delivery), int(at), user}) do
    reply[#reply + 1] = value
  end
end

for i = 1, #first, 2 do
  local member, score = first[i], tonumber(first[i + 1])
  local id, started, user = string.match(member, '^(%S+) w (%d+) (%S*)$')
  if id then
    local what, at = look(id, tonumber(started), score)
    if what then
      hand_out(member, id, what, 1, at, user)
    else
      redis.call('ZADD', due, int(at + 1), member)
    end
  else
    local what, delivery, at
    id, what, delivery, at, user = string.match(member, '^(%S+) ([cixur]) (%d+) (%d+) (%S*)$')
    if id then
      hand_out(member, id, what, tonumber(delivery) + 1, tonumber(at), user)
    else
      redis.call('ZREM', due, member)
      reply[3] = reply[3] + 1
    end
  end
end
reply[2] = is_due() and 1 or 0
return reply
