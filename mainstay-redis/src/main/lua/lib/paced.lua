--- @include "lib/counted"
--- @include "lib/pace"

-- Permits that come back evenly: gcra, token-bucket, leaky-meter, leaky-queue.
local paced = {room = room}

function paced.read(key, p, now)
  local s = {now = now, step = p[1], step_rest = p[2], parts = p[3], most = p[4], most_rest = p[5],
    capacity = p[6]}
  read_counted(s, key, now)
  return s
end

function paced.open(s)
  s.tat, s.rest = s.a, s.b
  for _, one in ipairs(s.pending.lapsed) do
    idle_before(s, one.ends)
    s.tat, s.rest = moved(s, one.cost)
    recount(s, s.tat, s.rest, 0)
  end
  idle_before(s, s.now)
end

function paced.charge(s, permits)
  s.charged = true
  s.tat, s.rest = moved(s, permits)
end

function paced.write(s, key, version)
  local last, due = pending_ends(s.pending)
  local idle = idle_us(s)
  local ends = math.max(s.now + idle, last) + due * (s.step + 1)
  write_counted(s, key, version, s.tat, s.rest, 0, idle == 0, ends)
end
