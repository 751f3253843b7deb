-- Stores an answer. Evicts expired ones first, then those closest to expiry. Appended to drop.lua.
-- KEYS: ends, sizes, lease, answer. ARGV: version, asked, entry, body, lifetime in ms, most answers, most bytes, largest answer
local held = redis.call('HMGET', KEYS[3], 'v', 'f')
if held[1] ~= ARGV[1] or held[2] then return 0 end
local size = string.len(ARGV[3]) + string.len(ARGV[4])
if size > tonumber(ARGV[8]) then
    redis.call('DEL', KEYS[3])
    return 0
end
-- Changes nothing. A full server rejects a script at its first write, and only if that needs memory.
redis.call('HINCRBY', KEYS[2], '', 0)
redis.call('DEL', KEYS[3])
drop(KEYS[4])
for _, answer in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do drop(answer) end
while redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[6])
    or tonumber(redis.call('HGET', KEYS[2], '') or 0) + size > tonumber(ARGV[7]) do
    local closest = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
    if not closest then
        redis.call('DEL', KEYS[2])
        break
    end
    drop(closest)
end
redis.call('HSET', KEYS[4], 'v', ARGV[1], 'a', ARGV[2], 'e', ARGV[3], 'b', ARGV[4])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
redis.call('ZADD', KEYS[1], now + ARGV[5], KEYS[4])
redis.call('HSET', KEYS[2], KEYS[4], size)
redis.call('HINCRBY', KEYS[2], '', size)
redis.call('PEXPIRE', KEYS[1], 86400000)
redis.call('PEXPIRE', KEYS[2], 86400000)
return 1
