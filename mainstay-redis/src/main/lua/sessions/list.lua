-- op      sessions.list    schema 1
-- why     The device list comes from the index alone; no session is read.
-- keys    index
-- args    now_ms|'' epoch
-- reply   (id created seen idle life policy device)*
--- @include "lib/clock"
--- @include "lib/index"

local live = read_index(KEYS[1], now_ms(ARGV[1]), tonumber(ARGV[2]))
local reply = {}
for _, e in ipairs(live) do
  local line = {e.id, int(e.created), int(e.seen), int(e.idle), int(e.life), e.policy, e.device}
  for _, value in ipairs(line) do
    reply[#reply + 1] = value
  end
end
return reply
