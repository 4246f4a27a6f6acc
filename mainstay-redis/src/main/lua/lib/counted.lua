--- @include "lib/micros"
--- @include "lib/pending"

-- What a limit has counted in up to three numbers, and the version of the rule it was charged by.
-- A third number that is 0 is left out: the lowest bit of the head says so. One that is there takes
-- no more room where it and the second fit into half of it, as the length says.
local WHOLE_SIZE, HALVES = 28, 2 ^ 32
local function read_counted(s, key, now)
  local packed = redis.call('GET', key)
  s.version, s.a, s.b, s.c = 0, 0, 0, 0
  local at = 1
  if packed then
    local head
    head, s.a, s.b, at = struct.unpack('<I4dd', packed)
    local wide = head % 2
    s.version = (head - wide) / 2
    if wide == 1 and (#packed - WHOLE_SIZE) % PENDING_SIZE == 0 then
      s.c, at = struct.unpack('<d', packed, at)
    elseif wide == 1 then
      s.b, s.c, at = struct.unpack('<I4I4', packed, 13)
    end
  end
  s.pending = read_pending(packed, at, now)
  s.held = s.pending.held
end

-- Goes on with numbers that hold what had lapsed too.
local function recount(s, a, b, c)
  s.a, s.b, s.c = a, b, c
end

-- No key is kept beyond this instant, in microseconds: one in the year 2255.
local LAST = 2 ^ 53

-- Writes it until an instant; where that has come, nothing stays. Where nothing was charged the
-- numbers stay as they were, or are none where they mean nothing any more: a clock that is set back
-- must not find an instant in them at which nothing was taken.
local function write_counted(s, key, version, a, b, c, is_idle, ends)
  if ends <= s.now then
    redis.call('DEL', key)
    return
  end
  if is_idle then
    a, b, c = 0, 0, 0
  elseif not s.charged then
    a, b, c = s.a, s.b, s.c
  end
  local wide = c ~= 0 and 1 or 0
  local packed = struct.pack('<I4dd', version * 2 + wide, a, b)
  if wide == 1 and b >= 0 and b < HALVES and c > 0 and c < HALVES then
    packed = struct.pack('<I4dI4I4', version * 2 + wide, a, b, c)
  elseif wide == 1 then
    packed = packed .. struct.pack('<d', c)
  end
  packed = packed .. pack_pending(s.pending)
  redis.call('SET', key, packed, 'PXAT', ends_ms(math.min(ends, LAST), 0))
end
