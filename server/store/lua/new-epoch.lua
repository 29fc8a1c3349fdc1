-- A new epoch, by compare and set: of many who see the same fork, one changes it and all agree on the result.
--
-- KEYS[1] log   KEYS[2] head   KEYS[3] audit   KEYS[4] audit head
-- ARGV[1] the epoch that the caller saw ("" for none)   ARGV[2] a fresh one
-- ARGV[3] run id of the Redis that the caller is connected to   ARGV[4] the audit note
--
-- Answers the epoch now in force. Offsets go on from the newest entry that survived.
local current = redis.call('HGET', KEYS[2], 'epoch') or ''
if current ~= ARGV[1] then return current end

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local offset = newest and string.match(newest[1], '^(%d+)') or '0'
redis.call('HSET', KEYS[2], 'epoch', ARGV[2], 'offset', offset, 'runId', ARGV[3])
append_audit(KEYS[3], KEYS[4], text(clock_ms()), ARGV[4])
return ARGV[2]
