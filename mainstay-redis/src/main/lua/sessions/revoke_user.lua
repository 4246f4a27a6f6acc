-- op      sessions.revoke_user    schema 1
-- why     A user's devices are logged out in one step, whatever their number.
-- keys    index
-- args    now_ms|'' base epoch which(all|only|except) id fenced|''
-- derives base s:id e:id due w
-- reply   how many were ended
--- @include "lib/clock"
--- @include "lib/revoke"
--- @include "lib/index"

local now, base, which, id = now_ms(ARGV[1]), ARGV[2], ARGV[4], ARGV[5]
local live, dead = read_index(KEYS[1], now, tonumber(ARGV[3]))
local user = string.sub(KEYS[1], #base + 3)
local ended = 0
for _, entry in ipairs(live) do
  here(base .. 's:' .. entry.id)
  here(base .. 'e:' .. entry.id)
end
for _, entry in ipairs(live) do
  if which == 'all' or (which == 'only') == (entry.id == id) then
    if revoke_entry(entry, base, user, now) then
      ended = ended + 1
    end
    dead[#dead + 1] = entry.id
  end
end
for _, gone in ipairs(dead) do
  redis.call('HDEL', KEYS[1], gone)
end
if ended == 0 and ARGV[6] ~= '' then
  mark(base)
end
return ended
