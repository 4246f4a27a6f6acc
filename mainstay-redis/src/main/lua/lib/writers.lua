-- What stands where the source of an entry is written: this, whether others wrote it too since,
-- then the number of each writer.
local WRITTEN = 'T\1'
local ALONE, SHARED = '\0\0', '\1\0'
local NUMBER = 8

-- The numbers of those who write, and how; nil where nobody is known to.
local function read_writers(key)
  local all = redis.call('GETRANGE', key, 0, -1)
  if string.sub(all, 1, #WRITTEN) ~= WRITTEN then
    return nil
  end
  return string.sub(all, #WRITTEN + #ALONE + 1), string.sub(all, #WRITTEN + 1, #WRITTEN + #ALONE)
end

-- Where among them a writer is; nil where it is not.
local function place_of(writers, writer)
  for at = 1, #writers, NUMBER do
    if string.sub(writers, at, at + NUMBER - 1) == writer then
      return at
    end
  end
  return nil
end
