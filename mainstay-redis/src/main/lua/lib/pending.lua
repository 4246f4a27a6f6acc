-- What is reserved: name, permits, until when, and what becomes of it then. It stands at the end of
-- the string that says what is counted, and is held as if it were taken until it is settled.
local PENDING = '<c16ddB'
local PENDING_SIZE = 33
local RELEASE, CHARGE, SETTLED = 0, 1, 2

-- Those that wait, and in `lapsed` those that nobody settled in time and that are to be charged.
local function read_pending(packed, at, now)
  local pending = {held = 0, lapsed = {}}
  while packed and at + PENDING_SIZE - 1 <= #packed do
    local name, cost, ends, fate = struct.unpack(PENDING, packed, at)
    local one = {name = name, cost = cost, ends = ends, fate = fate}
    if ends > now then
      pending[#pending + 1] = one
      pending.held = pending.held + cost
    elseif fate == CHARGE and cost > 0 then
      pending.lapsed[#pending.lapsed + 1] = one
    end
    at = at + PENDING_SIZE
  end
  table.sort(pending.lapsed, function(x, y) return x.ends < y.ends end)
  return pending
end

local function pack_pending(pending)
  local parts = {}
  for i, one in ipairs(pending) do
    parts[i] = struct.pack(PENDING, one.name, one.cost, one.ends, one.fate)
  end
  return table.concat(parts)
end

-- Until when what is pending is held, and how many permits may be charged late.
local function pending_ends(pending)
  local last, due = 0, 0
  for _, one in ipairs(pending) do
    last = math.max(last, one.ends)
    due = due + (one.fate == CHARGE and one.cost or 0)
  end
  return last, due
end

local function add_pending(pending, name, cost, ends, fate)
  pending[#pending + 1] = {name = name, cost = cost, ends = ends, fate = fate}
end

local function find_pending(pending, name)
  for i, one in ipairs(pending) do
    if one.name == name then
      return one, i
    end
  end
  return nil
end
