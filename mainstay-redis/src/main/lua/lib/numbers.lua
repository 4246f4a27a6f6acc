-- Integers up to 2^53 as text; tostring would round to 14 digits.
local function int(n)
  return string.format('%.0f', n)
end
