-- Looks up answers and returns them in the order of the keys. KEYS: answers. ARGV: for each the version that the caller has, or ''.
-- An answer is a hash: v version, a when it was requested, e its decoded form, b its body.
-- Returns for each '' (nothing), '=' (the caller's version) or {version, asked, decoded form}.
local found = {}
for i, key in ipairs(KEYS) do
    local version = redis.call('HGET', key, 'v')
    if not version then
        found[i] = ''
    elseif version == ARGV[i] then
        found[i] = '='
    else
        found[i] = redis.call('HMGET', key, 'v', 'a', 'e')
    end
end
return found
