-- Takes leases that are free, that are the caller's own, or whose request started too early. KEYS: leases.
-- A lease is a hash: v version, a when its request started, f why it failed.
-- ARGV, for each key: version, asked, time in ms, since or ''
-- Returns for each '' (taken) or the version of its holder.
local others = {}
for i, key in ipairs(KEYS) do
    local version, asked, time, since = ARGV[4 * i - 3], ARGV[4 * i - 2], ARGV[4 * i - 1], ARGV[4 * i]
    local held = redis.call('HMGET', key, 'v', 'a', 'f')
    if held[1] and not held[3] and held[1] ~= version and (since == '' or tonumber(held[2]) >= tonumber(since)) then
        others[i] = held[1]
    else
        -- In this order: a full server rejects a script at its first write, and only if that needs memory.
        redis.call('HSET', key, 'v', version, 'a', asked)
        redis.call('HDEL', key, 'f')
        redis.call('PEXPIRE', key, time)
        others[i] = ''
    end
end
return others
