--- @include "lib/paced"
--- @include "lib/window"
--- @include "lib/counter"
--- @include "lib/log"
--- @include "lib/held"

-- By their letter; a second one says that the limit refuses nothing: s that it only counts, a that
-- it does not even count.
local ALGORITHMS = {p = paced, w = window, c = counter, l = log, h = held}

-- How many arguments say a limit's rule: algorithm, version, six numbers, adoption.
local RULE = 9

-- What a limit has counted, by the rule that begins at an argument.
local function read_limit(key, at, now)
  local numbers = {}
  for i = 1, 6 do
    numbers[i] = tonumber(ARGV[at + 1 + i])
  end
  local kind = ARGV[at]
  local algorithm = ALGORITHMS[string.sub(kind, 1, 1)]
  local s = algorithm.read(key, numbers, now)
  s.algorithm, s.rule, s.shadow = algorithm, tonumber(ARGV[at + 1]), #kind > 1
  s.allowed = string.sub(kind, 2) == 'a'
  return s
end

-- Tells what lapsed, beside the numbers that do not hold it.
local function add_lapsed(reply, s)
  for _, one in ipairs(s.pending and s.pending.lapsed or {}) do
    reply[#reply + 1] = int(one.cost)
    reply[#reply + 1] = int(one.ends)
  end
  return reply
end

-- Goes on with what an adoption makes of exactly this state; says whether it does.
local function adopt(s, text)
  local n = {}
  for word in string.gmatch(text, '%S+') do
    n[#n + 1] = tonumber(word)
  end
  local lapsed = s.pending and #s.pending.lapsed or 0
  if n[1] ~= s.version or n[2] ~= s.a or n[3] ~= s.b or n[4] ~= s.c or n[5] ~= lapsed then
    return false
  end
  s.adopted, s.anew = true, n[6] == 0
  s.a, s.b, s.c = n[7], n[8], n[9]
  if s.anew and s.pending then
    s.pending.lapsed = {}
  end
  return true
end

-- Why a limit cannot be decided by the rule that it came with; nil where it can. One that can is
-- open: what lapsed is charged.
local function not_by_rule(s, i, at)
  if s.version > s.rule then
    return {'superseded', i - 1}
  end
  if s.version ~= 0 and s.version < s.rule and not adopt(s, ARGV[at + 8]) then
    return add_lapsed({'outdated', i - 1, s.version, int(s.now), int(s.a), int(s.b), int(s.c),
      int(s.held)}, s)
  end
  if s.algorithm.open(s) then
    return {'clock', int(s.now)}
  end
  return nil
end
