--- @include "lib/counted"

-- Two windows, blended: the begin of the current one, what was taken in it, and what was taken in
-- the one before. Permits times microseconds stay below 2^53: the rule was checked for it.
local counter = {}

function counter.read(key, p, now)
  local s = {now = now, permits = p[1], per = p[2]}
  read_counted(s, key, now)
  return s
end

-- Moves on to the windows of an instant.
local function roll(s, instant)
  s.begin = math.max(instant - math.fmod(instant, s.per), s.a)
  s.taken, s.before = 0, 0
  if s.begin == s.a then
    s.taken, s.before = s.b, s.c
  elseif s.begin - s.per == s.a then
    s.before = s.b
  end
end

function counter.open(s)
  -- What lapsed counts in the window that it lapsed in.
  for _, one in ipairs(s.pending.lapsed) do
    roll(s, one.ends)
    recount(s, s.begin, s.taken + one.cost, s.before)
  end
  roll(s, s.now)
  s.weight = s.before * (s.begin + s.per - math.max(s.now, s.begin))
end

function counter.room(s, cost, n)
  local room = (s.permits - s.taken - s.held) * s.per - s.weight
  return math.max(0, math.min(n, math.floor(room / (cost * s.per))))
end

function counter.charge(s, permits)
  s.charged = true
  s.taken = s.taken + permits
end

function counter.write(s, key, version)
  local ends, due = pending_ends(s.pending)
  if s.taken > 0 or due > 0 then
    ends = math.max(ends, s.begin + 2 * s.per)
  elseif s.before > 0 then
    ends = math.max(ends, s.begin + s.per)
  end
  ends = due > 0 and ends + 2 * s.per or ends
  local is_idle = s.taken == 0 and s.before == 0
  write_counted(s, key, version, s.begin, s.taken, s.before, is_idle, ends)
end
