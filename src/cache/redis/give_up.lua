-- ARGV: version, why or ''
local held = redis.call('HMGET', KEYS[1], 'v', 'f')
if held[1] ~= ARGV[1] or held[2] then return end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('HSET', KEYS[1], 'f', ARGV[2]) end
