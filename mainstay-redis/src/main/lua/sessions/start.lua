-- op      sessions.start    schema 1
-- why     A login is one step: the limit is checked where the session is written.
-- keys    session end [index]
-- args    now_ms|'' hash base user device idle_ms life_ms limit when_full epoch policy replaces check events (name json)*
-- derives base s:id e:id due
-- reply   'created' now_ms evicted | 'limit'
--- @include "lib/clock"
--- @include "lib/revoke"
--- @include "lib/index"

local session_key, end_key, index_key = KEYS[1], KEYS[2], KEYS[3]
local now = now_ms(ARGV[1])
local hash, base, user, device = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local idle, life = tonumber(ARGV[6]), tonumber(ARGV[7])
local limit, when_full, epoch = tonumber(ARGV[8]), ARGV[9], tonumber(ARGV[10])
local policy, replaces, check, events = ARGV[11], ARGV[12], ARGV[13], ARGV[14]

if redis.call('EXISTS', session_key) == 1 then
  return redis.error_reply('ERR the session id is in use')
end

local live, dead = {}, {}
local excess = 0
if index_key then
  live, dead = read_index(index_key, now, epoch)
  for i = #live, 1, -1 do
    if live[i].id == replaces then
      table.remove(live, i)
    end
  end
  excess = math.max(0, #live - limit + 1)
  if excess > 0 and when_full == 'reject' then
    return {'limit'}
  end
end

for i = 1, excess do
  here(base .. 's:' .. live[i].id)
  here(base .. 'e:' .. live[i].id)
end
if events == '1' then
  here(base .. 'due')
end
-- The first write is one that a store with full memory refuses, so that a refusal writes nothing.
local meta = table.concat({int(now), int(idle), int(life), int(epoch), check, policy}, ' ')
local fields = {'h', hash, 'm', meta, 't', int(now), 'n', '1'}
if user ~= '' then
  fields[#fields + 1] = 'u'
  fields[#fields + 1] = user
end
if device ~= '' then
  fields[#fields + 1] = 'd'
  fields[#fields + 1] = device
end
if events == '1' then
  fields[#fields + 1] = 'w'
  fields[#fields + 1] = '1'
end
for i = 15, #ARGV, 2 do
  fields[#fields + 1] = ':' .. ARGV[i]
  fields[#fields + 1] = '1:' .. ARGV[i + 1]
end
redis.call('HSET', session_key, unpack(fields))
local ends = now + math.min(idle, life)
redis.call('PEXPIREAT', session_key, int(ends))
local reason = idle < life and 'i' or 'x'
redis.call('SET', end_key, reason .. hash, 'PXAT', int(ends + REMEMBERED))
local id = string.sub(session_key, -16)
if events == '1' then
  await_end(base .. 'due', id, epoch, user, now, ends)
end

if index_key then
  local entry = cmsgpack.pack({now, 0, idle, life, epoch, policy, device})
  redis.call('HSET', index_key, id, entry)
  keep_index(index_key, ends)
  for i = 1, excess do
    dead[#dead + 1] = live[i].id
    revoke_entry(live[i], base, user, now)
  end
  for _, gone in ipairs(dead) do
    redis.call('HDEL', index_key, gone)
  end
end
return {'created', int(now), excess}
