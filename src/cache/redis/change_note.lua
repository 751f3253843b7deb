-- Replaces a note. An argument is '-' for no text, or '+' followed by the text. ARGV: old, new, time in ms
local old = redis.call('GET', KEYS[1])
if (old and '+' .. old or '-') ~= ARGV[1] then return 0 end
if ARGV[2] == '-' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.sub(ARGV[2], 2), 'PX', ARGV[3]) end
return 1
