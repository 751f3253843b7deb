-- Acquires a rate limit. The limits are in a sorted set by their end; a hash has the caller that acquired each. A caller whose reply
-- was lost repeats the command and gets the same result. KEYS: ends, holders. ARGV: limit, period in ms, caller, most limits
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
if ends and tonumber(ends) > now then
    if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[3] then return 1 end
    return 0
end
local function drop(limits)
    for _, limit in ipairs(limits) do
        redis.call('ZREM', KEYS[1], limit)
        redis.call('HDEL', KEYS[2], limit)
    end
end
local most = tonumber(ARGV[4])
if redis.call('ZCARD', KEYS[1]) >= most then
    drop(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now))
    if redis.call('ZCARD', KEYS[1]) >= most then drop(redis.call('ZRANGE', KEYS[1], 0, math.floor(most / 2) - 1)) end
end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2])
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last))
redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', last))
return 1
