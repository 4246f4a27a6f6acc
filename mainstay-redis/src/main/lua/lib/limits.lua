--- @include "lib/paced"
--- @include "lib/window"
--- @include "lib/counter"
--- @include "lib/log"
--- @include "lib/held"

-- By their letter; a second one says that the limit only counts.
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
  return s
end

-- Goes on with what an adoption makes of exactly this state; says whether it does.
local function adopt(s, text)
  local n = {}
  for word in string.gmatch(text, '%S+') do
    n[#n + 1] = tonumber(word)
  end
  if n[1] ~= s.version or n[2] ~= s.a or n[3] ~= s.b or n[4] ~= s.c then
    return false
  end
  s.adopted, s.was = true, s.a
  s.a, s.b, s.c = n[5], n[6], n[7]
  return true
end
