-- Appended to drop.lua. KEYS: ends, sizes, lease, answer
redis.call('DEL', KEYS[3])
drop(KEYS[4])
