-- op      limits.take_many    schema 1
-- why     The plainest takes need a third of the time without the rest, and of many keys one call.
-- keys    limit*
-- args    now_us|'' (version step step_rest parts most most_rest capacity count cost keys)*
-- reply   now (a b admitted|-1)*
--- @include "lib/micros"
--- @include "lib/pace"

-- Each key is decided by itself: one paced limit, nothing reserved, charged by this version or not
-- at all, and one run of takes. -1 says that a key needs more than that; nothing was done about it.
local now = now_us(ARGV[1])

-- What a key has counted, where it is as plain as can be.
local function read(key, head)
  local packed = redis.pcall('GET', key)
  if not packed then
    return 0, 0
  end
  if type(packed) ~= 'string' or #packed ~= 20 then
    return nil
  end
  local stored, a, b = struct.unpack('<I4dd', packed)
  if stored == head then
    return a, b
  end
  return nil
end

-- Keys that have one rule and one cost come one after the other.
local reply = {int(now)}
local at, first = 2, 1
while at <= #ARGV do
  local n = {}
  for i = 1, 10 do
    n[i] = tonumber(ARGV[at + i - 1])
  end
  local head, count, cost, keys = n[1] * 2, n[8], n[9], n[10]
  local s = {now = now, held = 0, step = n[2], step_rest = n[3], parts = n[4], most = n[5],
    most_rest = n[6], capacity = n[7]}
  for i = first, first + keys - 1 do
    local key = KEYS[i]
    local a, b = read(key, head)
    local k = -1
    if a then
      s.tat, s.rest = a, b
      idle_before(s, now)
      k = room(s, cost, count)
      if k > 0 then
        s.tat, s.rest = moved(s, k * cost)
        local packed = struct.pack('<I4dd', head, s.tat, s.rest)
        redis.call('SET', key, packed, 'PXAT', ends_ms(now, idle_us(s)))
      end
    end
    reply[#reply + 1] = a or 0
    reply[#reply + 1] = b or 0
    reply[#reply + 1] = k
  end
  at, first = at + 10, first + keys
end
return reply
