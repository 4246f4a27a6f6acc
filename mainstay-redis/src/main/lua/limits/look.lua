-- op      limits.look    schema 1
-- why     What was counted is read with the instant at which it was, and nothing is written.
-- keys    limit
-- args    now_us|'' (algorithm version n n n n n n adoption|'')
-- reply   version now a b c held (cost ends)*
--- @include "lib/limits"

local now = now_us(ARGV[1])
local s = read_limit(KEYS[1], 2, now)
return add_lapsed({int(s.version), int(now), int(s.a), int(s.b), int(s.c), int(s.held)}, s)
