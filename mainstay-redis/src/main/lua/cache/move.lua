-- op      cache.move    schema 1
-- why     All that has a tag stops to count in one step, wherever it is.
-- keys    (count and tags)*
-- args    now_ms|'' first life_ms
-- reply   moved
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/moves"

local ends = int(now_ms(ARGV[1]) + tonumber(ARGV[3]))
local moved
for _, key in ipairs(KEYS) do
  -- The count of the cache comes first.
  moved = moved or int((read_moves(key) or tonumber(ARGV[2])) + 1)
  redis.call('SET', key, moved, 'PXAT', ends)
end
return moved
