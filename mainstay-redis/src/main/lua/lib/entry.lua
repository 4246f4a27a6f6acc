-- An index entry: created, seen (after created), idle, life, epoch, policy, device.
local ENTRY = {'number', 'number', 'number', 'number', 'number', 'string', 'string'}

-- Nil for bytes that are none.
local function unpack_entry(packed)
  local readable, entry = pcall(cmsgpack.unpack, packed)
  if not readable or type(entry) ~= 'table' then
    return nil
  end
  for i, kind in ipairs(ENTRY) do
    if type(entry[i]) ~= kind or kind == 'number' and not (math.abs(entry[i]) < 2 ^ 53) then
      return nil
    end
  end
  return entry
end
