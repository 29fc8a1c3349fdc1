-- Puts what was restored in the place of all that is there, in one step.
--
-- KEYS[1] the lock of this restore   KEYS[2] names of what was restored (set; without the prefix)
-- KEYS[3] what is due in it (sorted set: id by instant in ms)
-- ARGV[1] what the lock must hold    ARGV[2] prefix of every key
-- ARGV[3] prefix of what was restored: within the first
--
-- Answers done | lost (the lock is another's) | due (something has become due meanwhile: nothing was done).
-- Keys are made here: they carry the same hash tag as the declared ones.

local prefix, staged = ARGV[2], ARGV[3]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 'lost' end

local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
if redis.call('ZCOUNT', KEYS[3], '-inf', now) > 0 then return 'due' end

local old, cursor = {}, '0'
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', prefix .. '*', 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    if string.sub(key, 1, #staged) ~= staged and key ~= KEYS[1] and key ~= KEYS[2] then old[#old + 1] = key end
  end
until cursor == '0'

for _, key in ipairs(old) do redis.call('UNLINK', key) end
for _, name in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  -- What had an end of its own may have reached it.
  if redis.call('EXISTS', staged .. name) == 1 then redis.call('RENAME', staged .. name, prefix .. name) end
end
redis.call('UNLINK', KEYS[1], KEYS[2])
return 'done'
