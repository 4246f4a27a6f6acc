-- op      cache.inspect    schema 1
-- why     All of it is of one instant; how long nobody read it is asked before its head is read.
-- keys    entry
-- args    now_ms|'' head_bytes
-- reply   left_ms|-2 idle_s|-1 memory bytes head
--- @include "lib/clock"

local ends = redis.call('PEXPIRETIME', KEYS[1])
if ends == -2 then
  return { -2, -1, 0, 0, '' }
end
-- Not known where the least frequently used goes first.
local idle = redis.pcall('OBJECT', 'IDLETIME', KEYS[1])
if type(idle) ~= 'number' then
  idle = -1
end
local memory = redis.call('MEMORY', 'USAGE', KEYS[1])
if redis.call('TYPE', KEYS[1]).ok ~= 'string' then
  return { ends - now_ms(ARGV[1]), idle, memory, 0, '' }
end
return {
  ends - now_ms(ARGV[1]),
  idle,
  memory,
  redis.call('STRLEN', KEYS[1]),
  redis.call('GETRANGE', KEYS[1], 0, tonumber(ARGV[2]) - 1),
}
