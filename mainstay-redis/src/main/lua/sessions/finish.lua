-- op      sessions.finish    schema 1
-- why     What was handed out goes when it was handled, or back as if nobody had taken it.
-- keys    due
-- args    now_ms|'' handled_count (what id delivery at user)*
-- reply   how many were finished
--- @include "lib/clock"
--- @include "lib/due"

local due, now, handled = KEYS[1], now_ms(ARGV[1]), tonumber(ARGV[2])
local finished = 0
for i = 3, #ARGV, 5 do
  local what, id, delivery, at, user = unpack(ARGV, i, i + 4)
  local removed = redis.call('ZREM', due, event(id, what, delivery, at, user))
  if i < 3 + 5 * handled then
    finished = finished + removed
  elseif removed == 1 then
    redis.call('ZADD', due, int(now), event(id, what, delivery - 1, at, user))
    keep_due(due, now)
  end
end
return finished
