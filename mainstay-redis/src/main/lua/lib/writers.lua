-- What stands where the source of an entry is written: this, then the number of each writer.
local WRITTEN = 'T\1\0\0'
local NUMBER = 8

-- The numbers of those who write; nil where nobody is known to.
local function read_writers(key)
  if redis.call('GETRANGE', key, 0, #WRITTEN - 1) ~= WRITTEN then
    return nil
  end
  return redis.call('GETRANGE', key, #WRITTEN, -1)
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
