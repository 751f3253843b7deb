-- ARGV: version, time in ms
local held = redis.call('HMGET', KEYS[1], 'v', 'f')
if held[1] == ARGV[1] and not held[2] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
