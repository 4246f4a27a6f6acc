-- Whether what is there is of this kind and has this number: flags and schema do not matter.
local function is_there(key, head)
  local at = redis.call('GETRANGE', key, 0, 11)
  return string.sub(at, 1, 2) .. string.sub(at, 5) == head
end
