-- What is asked for most, ahead of all else that would have to be set up: one paced limit of which
-- nothing is reserved, charged by this version or not at all, and one run of takes. It does what
-- lib/paced does, in a third of the time; every other case goes on behind it.
if ARGV[5] == 'p' and #ARGV == 15 and ARGV[3] == '' and ARGV[13] == '' then
  local key = KEYS[1]
  local packed = redis.call('GET', key)
  local head, a, b = ARGV[6] * 2, 0, 0
  local stored = head
  if packed and #packed == 20 then
    stored, a, b = struct.unpack('<I4dd', packed)
  end
  if stored == head and (not packed or #packed == 20) then
    local now = tonumber(ARGV[1])
    if not now then
      local time = redis.call('TIME')
      now = time[1] * 1000000 + time[2]
    end
    local step, step_rest, parts = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
    local most, most_rest = tonumber(ARGV[10]), tonumber(ARGV[11])
    local capacity, asked, cost = tonumber(ARGV[12]), tonumber(ARGV[14]), tonumber(ARGV[15])
    local tat, rest = a, b
    if tat < now then
      tat, rest = now, 0
    end
    local slack = most - (tat - now) + (most_rest - rest) / parts
    local k = math.floor(slack / (step + step_rest / parts) / cost) + 1
    k = k > asked and asked or k
    while k > 0 do
      local n = k * cost
      local r = rest + n * step_rest
      local carry = math.floor(r / parts)
      local whole = tat - now + n * step + carry
      r = r - carry * parts
      if n <= capacity and (whole < most or (whole == most and r <= most_rest)) then
        local ends = math.ceil((now + whole + (r > 0 and 1 or 0)) / 1000)
        redis.call('SET', key, struct.pack('<I4dd', head, now + whole, r), 'PXAT', ends)
        return {'paced', now, a, b, k}
      end
      k = k - 1
    end
    return {'paced', now, a, b, 0}
  end
end
