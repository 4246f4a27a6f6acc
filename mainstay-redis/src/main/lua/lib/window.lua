--- @include "lib/counted"

-- Windows of the clock, or of a calendar whose borders are given: the begin, and what was taken. A
-- clock that was set back stays in the window that it was in.
local window = {}

-- So much longer than it is said to be may a window of the calendar be, where clocks are set back.
local LONGER = 86400000000

-- When the window ends that an instant is in; later where the borders do not say.
local function window_ends(s, at)
  for i = 1, #s.borders - 1 do
    if s.borders[i] <= at and at < s.borders[i + 1] then
      return s.borders[i + 1]
    end
  end
  return at + s.longest
end

-- When the window begins that an instant is in; 0 where that was before those of the borders.
local function window_begin(s, at)
  if not s.borders[1] then
    return at - math.fmod(at, s.per)
  end
  for i = 1, 3 do
    if s.borders[i] <= at and at < s.borders[i + 1] then
      return s.borders[i]
    end
  end
  return 0
end

function window.read(key, p, now)
  local s = {now = now, permits = p[1], per = p[2], borders = {p[3], p[4], p[5], p[6]}}
  s.longest = s.per + (s.borders[1] and LONGER or 0)
  read_counted(s, key, now)
  return s
end

function window.open(s)
  if s.borders[1] then
    for i = 1, 3 do
      if s.borders[i] <= s.now and s.now < s.borders[i + 1] then
        s.begin, s.ends = s.borders[i], s.borders[i + 1]
      end
    end
    if not s.begin then
      return 'clock'
    end
  else
    s.begin = s.now - math.fmod(s.now, s.per)
    s.ends = s.begin + s.per
  end
  -- What lapsed counts in the window that it lapsed in.
  for _, one in ipairs(s.pending.lapsed) do
    local begin = math.max(window_begin(s, one.ends), s.a)
    recount(s, begin, (begin == s.a and s.b or 0) + one.cost, 0)
  end
  if s.a > s.begin then
    s.begin, s.ends = s.a, window_ends(s, s.a)
  end
  s.taken = s.a == s.begin and s.b or 0
end

function window.room(s, cost, n)
  return math.max(0, math.min(n, math.floor((s.permits - s.taken - s.held) / cost)))
end

function window.charge(s, permits)
  s.charged = true
  s.taken = s.taken + permits
end

function window.write(s, key, version)
  local last, due = pending_ends(s.pending)
  local ends = math.max(last, (s.taken > 0 or due > 0) and s.ends or 0)
  ends = due > 0 and ends + s.longest or ends
  write_counted(s, key, version, s.begin, s.taken, 0, s.taken == 0, ends)
end
