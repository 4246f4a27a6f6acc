-- op      cache.get_replica    schema 1
-- why     What a replica has of an entry, and in the same step what proves how old it is.
-- keys    entry
-- args    none
-- reply   info entry?
local entry = redis.call('GET', KEYS[1])
return {redis.call('INFO', 'replication'), entry or nil}
