-- op      sessions.update    schema 1
-- why     Attributes change only while the session lives, all or nothing, each by itself.
-- keys    session end
-- args    now_ms|'' hash base epoch expected_count (name version)* (kind name value)*
-- derives base e:id u:user
-- reply   'done' (field value)* | 'conflict' (name version)* | 'unfit' kind name problem | 'gone' reason
--- @include "lib/clock"
--- @include "lib/session"

local MOST = 9007199254740991
local MOST_BYTES = 262144
local MOST_ATTRIBUTES = 256

local hash, base, epoch, expected = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local first_op = 6 + 2 * expected

local session, now, gone = proven(KEYS[1], KEYS[2], hash, epoch, now_ms(ARGV[1]))
if not session then
  return gone
end
if is_claimed(session, now) then
  return {'gone', 'r'}
end

local fields = session.fields
local function split(name)
  local version, json = string.match(fields[':' .. name] or '', '^(%d+):(.*)$')
  return json, tonumber(version or 0)
end

local moved = false
local versions = {'conflict'}
for i = 6, first_op - 1, 2 do
  local _, version = split(ARGV[i])
  versions[#versions + 1] = ARGV[i]
  versions[#versions + 1] = int(version)
  moved = moved or version ~= tonumber(ARGV[i + 1])
end
if moved then
  return versions
end

local next_version = tonumber(fields.n) + 1
local writes, removes = {}, {}
local count = 0
for name in pairs(fields) do
  if string.sub(name, 1, 1) == ':' then
    count = count + 1
  end
end

local function write(name, json)
  local field = ':' .. name
  if not fields[field] then
    count = count + 1
  end
  fields[field] = int(next_version) .. ':' .. json
  writes[#writes + 1] = field
  writes[#writes + 1] = fields[field]
end

local function increment(json, by)
  if not string.match(json, '^%-?%d+$') or #json > 17 then
    return nil, 'integer'
  end
  local before = tonumber(json)
  local sum = before + tonumber(by)
  if math.abs(before) > MOST or math.abs(sum) > MOST then
    return nil, 'range'
  end
  return sum == 0 and '0' or int(sum)
end

local function append(json, element)
  if string.sub(json, 1, 1) ~= '[' or string.sub(json, -1) ~= ']' then
    return nil, 'array'
  end
  local head = string.sub(json, 1, -2)
  local joined = head .. (head == '[' and '' or ',') .. element .. ']'
  if #joined > MOST_BYTES then
    return nil, 'bytes'
  end
  return joined
end

for i = first_op, #ARGV, 3 do
  local kind, name, value = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local json, _ = split(name)
  local problem
  if kind == 'set' or (kind == 'put' and not json) then
    write(name, value)
  elseif kind == 'remove' and json then
    fields[':' .. name] = nil
    removes[#removes + 1] = ':' .. name
    count = count - 1
  elseif kind == 'increment' or kind == 'append' then
    local result
    if kind == 'increment' then
      result, problem = increment(json or '0', value)
    else
      result, problem = append(json or '[]', value)
    end
    if problem then
      return {'unfit', kind, name, problem}
    end
    write(name, result)
  end
end
if count > MOST_ATTRIBUTES then
  return {'unfit', 'attributes', int(count), 'count'}
end

here(KEYS[2])
if fields.u then
  here(base .. 'u:' .. fields.u)
end
if #writes > 0 then
  redis.call('HSET', session.key, unpack(writes))
end
for _, field in ipairs(removes) do
  redis.call('HDEL', session.key, field)
end
if #writes > 0 or #removes > 0 then
  fields.n = int(next_version)
  redis.call('HSET', session.key, 'n', fields.n)
end
see(session, now, base, now)
return face(session, {'done'})
