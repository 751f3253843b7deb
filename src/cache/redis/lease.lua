-- Takes a lease that nobody holds, that is one's own, or whose holder began to ask too early.
-- A lease is a hash: v version, a when its holder began to ask, f why it failed.
-- ARGV: version, asked, time in ms, since or ''
local held = redis.call('HMGET', KEYS[1], 'v', 'a', 'f')
if held[1] and not held[3] and held[1] ~= ARGV[1]
    and (ARGV[4] == '' or tonumber(held[2]) >= tonumber(ARGV[4])) then
    return held[1]
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'v', ARGV[1], 'a', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return ''
