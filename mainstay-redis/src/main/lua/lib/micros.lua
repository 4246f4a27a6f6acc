--- @include "lib/numbers"

-- Microseconds on the store's clock, or the instant that a test holds.
local function now_us(given)
  if given ~= '' then
    return tonumber(given)
  end
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- The instant at which a key ends that is needed for so many microseconds more, in milliseconds.
local function ends_ms(now, us)
  return int(math.ceil((now + us) / 1000))
end
