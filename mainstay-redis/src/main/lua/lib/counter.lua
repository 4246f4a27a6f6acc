--- @include "lib/counted"

-- Two windows, blended: the begin of the current one, what was taken in it, and what was taken in
-- the one before. Permits times microseconds stay below 2^53: the rule was checked for it.
local counter = {}

function counter.read(key, p, now)
  local s = {now = now, permits = p[1], per = p[2]}
  read_counted(s, key, now)
  return s
end

function counter.open(s)
  s.begin = math.max(s.now - math.fmod(s.now, s.per), s.a)
  s.taken, s.before = 0, 0
  if s.begin == s.a then
    s.taken, s.before = s.b, s.c
  elseif s.begin - s.per == s.a then
    s.before = s.b
  end
  for _, one in ipairs(s.pending.lapsed) do
    if one.ends >= s.begin then
      s.taken = s.taken + one.cost
    elseif one.ends >= s.begin - s.per then
      s.before = s.before + one.cost
    end
    recount(s, s.begin, s.taken, s.before)
  end
  s.weight = s.before * (s.begin + s.per - math.max(s.now, s.begin))
end

function counter.room(s, cost, n)
  local room = (s.permits - s.taken - s.held) * s.per - s.weight
  return math.max(0, math.min(n, math.floor(room / (cost * s.per))))
end

function counter.charge(s, permits)
  s.taken = s.taken + permits
end

function counter.write(s, key, version)
  local idle = 0
  if s.taken > 0 then
    idle = s.begin + 2 * s.per - s.now
  elseif s.before > 0 then
    idle = s.begin + s.per - s.now
  end
  write_counted(s, key, version, s.begin, s.taken, s.before, idle, 2 * s.per)
end
