--- @include "lib/entry"
--- @include "lib/numbers"

-- An entry with names. It is live while the clock is not past its end and no later epoch ended it.
local function read_entry(id, packed)
  local e = unpack_entry(packed)
  if not e then
    return nil
  end
  local entry = {
    id = id, created = e[1], seen = e[1] + e[2], idle = e[3], life = e[4], epoch = e[5],
    policy = e[6], device = e[7],
  }
  entry.ends = math.min(entry.seen + entry.idle, entry.created + entry.life)
  return entry
end

-- Whether an id comes before another, byte by byte; `<` would follow the server's locale.
local function is_before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

-- The entries of an index, those that are live and the ids of those that are not.
local function read_index(index_key, now, epoch)
  local flat = redis.call('HGETALL', index_key)
  local live, dead = {}, {}
  for i = 1, #flat, 2 do
    local entry = read_entry(flat[i], flat[i + 1])
    if entry and now <= entry.ends and entry.epoch >= epoch then
      live[#live + 1] = entry
    else
      dead[#dead + 1] = flat[i]
    end
  end
  table.sort(live, function(a, b)
    if a.created ~= b.created then
      return a.created < b.created
    end
    return is_before(a.id, b.id)
  end)
  return live, dead
end
