-- A count of moves; nil where there is none, or what is there is no count.
local function read_moves(key)
  local count = tonumber(redis.call('GET', key) or '')
  if count and count >= 0 and count < 2^53 then
    return count
  end
  return nil
end
