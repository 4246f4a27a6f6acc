-- What is reserved and neither charged nor given back: name, permits, until when; at the end of
-- the string that says what is counted.
local PENDING = '<c16dd'
local PENDING_SIZE = 32

local function read_pending(packed, at, now)
  local pending = {held = 0, last = 0}
  while packed and at + PENDING_SIZE - 1 <= #packed do
    local name, cost, ends = struct.unpack(PENDING, packed, at)
    if ends > now then
      pending[#pending + 1] = {name = name, cost = cost, ends = ends}
      pending.held = pending.held + cost
      pending.last = math.max(pending.last, ends)
    end
    at = at + PENDING_SIZE
  end
  return pending
end

local function pack_pending(pending)
  local parts = {}
  for i, one in ipairs(pending) do
    parts[i] = struct.pack(PENDING, one.name, one.cost, one.ends)
  end
  return table.concat(parts)
end

local function add_pending(pending, name, cost, ends)
  pending[#pending + 1] = {name = name, cost = cost, ends = ends}
  pending.last = math.max(pending.last, ends)
end

-- Removes what is pending under a name and says how much it was; nil where there is none.
local function take_pending(pending, name)
  for i, one in ipairs(pending) do
    if one.name == name then
      table.remove(pending, i)
      pending.held = pending.held - one.cost
      return one.cost
    end
  end
  return nil
end
