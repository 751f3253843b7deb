-- Removes an answer. The answers are in a sorted set by their end; a hash has their sizes, and the sum under ''.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(answer)
    redis.call('DEL', answer)
    redis.call('ZREM', KEYS[1], answer)
    local size = redis.call('HGET', KEYS[2], answer)
    if size then
        redis.call('HDEL', KEYS[2], answer)
        redis.call('HINCRBY', KEYS[2], '', 0 - size)
    end
end
