-- op      cache.moves    schema 1
-- why     A tag that is not known stands where its cache does, so that nothing older counts.
-- keys    (count and tags)*
-- args    now_ms|'' first life_ms
-- reply   (moved)*
--- @include "lib/clock"
--- @include "lib/numbers"
--- @include "lib/moves"

local ends = int(now_ms(ARGV[1]) + tonumber(ARGV[3]))
local moves = {}
for i, key in ipairs(KEYS) do
  moves[i] = int(read_moves(key) or moves[1] or ARGV[2])
  redis.call('SET', key, moves[i], 'PXAT', ends)
end
return moves
