-- op      limits.take_many    schema 1
-- why     Takes of many keys that meet in one process go together: each is decided by itself, in one call.
-- keys    limit*
-- args    now_us|'' (version step step_rest parts most most_rest capacity count cost keys)*
-- reply   now (a b admitted|-1)*
-- What lib/one_paced does for one key, key by key; -1 where a key needs more than that.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

-- The state of a key, where it is as plain as can be; else nothing.
local function read(key, head)
  local packed = redis.call('GET', key)
  if not packed then
    return now, 0, 0, 0
  end
  if #packed ~= 20 then
    return nil
  end
  local stored, a, b = struct.unpack('<I4dd', packed)
  if stored ~= head then
    return nil
  end
  if a < now then
    return now, 0, a, b
  end
  return a, b, a, b
end

-- How many of n takes of a cost fit from an instant on, and the instant after them.
local function fit(r, tat, rest, n, cost)
  local slack = r.most - (tat - now) + (r.most_rest - rest) / r.parts
  local k = math.floor(slack / (r.step + r.step_rest / r.parts) / cost) + 1
  k = k > n and n or k
  while k > 0 do
    local permits = k * cost
    local left = rest + permits * r.step_rest
    local carry = math.floor(left / r.parts)
    local whole = tat - now + permits * r.step + carry
    left = left - carry * r.parts
    if permits <= r.capacity
      and (whole < r.most or (whole == r.most and left <= r.most_rest)) then
      return k, now + whole, left
    end
    k = k - 1
  end
  return 0
end

-- Takes of keys that have one rule and one cost come one after the other.
local reply = {now}
local at, place, key_place = 2, 1, 1
while at <= #ARGV do
  local n = {}
  for i = 0, 9 do
    n[i] = tonumber(ARGV[at + i])
  end
  local rule = {step = n[1], step_rest = n[2], parts = n[3], most = n[4], most_rest = n[5],
    capacity = n[6]}
  local head = n[0] * 2
  for i = key_place, key_place + n[9] - 1 do
    local key = KEYS[i]
    local tat, rest, a, b = read(key, head)
    local k = -1
    if tat then
      local after, left
      k, after, left = fit(rule, tat, rest, n[7], n[8])
      if k > 0 then
        local ends = math.ceil((after + (left > 0 and 1 or 0)) / 1000)
        redis.call('SET', key, struct.pack('<I4dd', head, after, left), 'PXAT', ends)
      end
    end
    reply[place + 1], reply[place + 2], reply[place + 3] = a or 0, b or 0, k
    place = place + 3
  end
  at, key_place = at + 10, key_place + n[9]
end
return reply
