-- Starts over: an empty log under a new epoch, another event, and of the announcements all, or all but what
-- was ever published, gone. One step, with its link in the audit, so nobody can die in the middle of it.
-- What is deleted is unlinked: Redis frees it in the background.
--
-- KEYS[1] log   KEYS[2] head (hash)   KEYS[3] audit   KEYS[4] audit head
-- KEYS[5] what was asked once (hash), or the head again where nothing was
-- KEYS[6] public (sorted set: id by offset)   KEYS[7] all   KEYS[8] due
-- KEYS[9] the event (hash)   KEYS[10] the programme (hash)   KEYS[11..] the sorted sets of each state
--
-- ARGV[1] a fresh epoch   ARGV[2] run id of the Redis that the caller is connected to   ARGV[3] a random mark
-- ARGV[4] version of the event that this was decided on   ARGV[5] the event as JSON
-- ARGV[6] "1": the programme becomes empty   ARGV[7] "unsent" | "none": which announcements stay
-- ARGV[8] the entry that tells readers, as JSON   ARGV[9] the audit note
-- ARGV[10] request of the once key ("" for none)   ARGV[11] id that a replay is answered
-- ARGV[12] prefix of every key. Keys of announcements are made here: they carry the same hash tag as the
-- declared ones.
-- ARGV[13] "1" where what is replayed must be at a replica too: it is written again, see touch-once.lua
--
-- Answers as commit.lua does: done | replayed | mismatch | conflict.

local log, head, once_key, public, all, due = KEYS[1], KEYS[2], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local prefix = ARGV[12]
local at = text(clock_ms())
local started_over = redis.call('HGET', head, 'startedOver')

if ARGV[10] ~= '' then
  local before = redis.call('HMGET', once_key, 'request', 'id', 'epoch', 'offset', 'at', 'startedOver')
  if before[1] and before[6] == started_over then
    if before[1] ~= ARGV[10] then return {'mismatch', at, '', '', ''} end
    local left = ARGV[13] == '1' and redis.call('PTTL', once_key) or 0
    if left > 0 then redis.call('PEXPIRE', once_key, left) end
    return {'replayed', before[5], before[3], before[4], before[2]}
  end
end
if (redis.call('HGET', KEYS[9], 'version') or '0') ~= ARGV[4] then return {'conflict', at, '', '', ''} end

-- Written first what may be refused (no memory); whoever deletes is never refused.
redis.call('HSET', KEYS[9], 'version', text(tonumber(ARGV[4]) + 1), 'json', ARGV[5])
if ARGV[6] == '1' then
  local version = redis.call('HGET', KEYS[10], 'version')
  if version then redis.call('HSET', KEYS[10], 'version', text(tonumber(version) + 1), 'json', '[]') end
end

local function forget(id)
  for _, revision in ipairs(redis.call('HKEYS', prefix .. ':revealed:' .. id)) do
    redis.call('UNLINK', prefix .. ':content:' .. id .. ':' .. revision)
  end
  redis.call('UNLINK', prefix .. ':announcement:' .. id, prefix .. ':revisions:' .. id, prefix .. ':revealed:' .. id,
    prefix .. ':receipts:' .. id)
end
if ARGV[7] == 'none' then
  for _, id in ipairs(redis.call('ZRANGE', all, 0, -1)) do forget(id) end
  redis.call('UNLINK', all, due)
  for n = 11, #KEYS do redis.call('UNLINK', KEYS[n]) end
else
  for _, id in ipairs(redis.call('ZRANGE', public, 0, -1)) do
    forget(id)
    redis.call('ZREM', all, id)
    redis.call('ZREM', due, id)
    for n = 11, #KEYS do redis.call('ZREM', KEYS[n], id) end
  end
end
redis.call('UNLINK', public, log)

started_over = text(tonumber(started_over or '0') + 1)
redis.call('XADD', log, '1-0', 'at', at, 'epoch', ARGV[1], 'mark', ARGV[3], 'body', ARGV[8])
redis.call('HSET', head, 'epoch', ARGV[1], 'offset', '1', 'mark', ARGV[3], 'runId', ARGV[2], 'startedOver', started_over)
append_audit(KEYS[3], KEYS[4], at, ARGV[9])
if ARGV[10] ~= '' then
  redis.call('DEL', once_key)
  redis.call('HSET', once_key, 'request', ARGV[10], 'id', ARGV[11], 'epoch', ARGV[1], 'offset', '1', 'at', at,
    'startedOver', started_over)
  redis.call('PEXPIRE', once_key, 86400000)
end
return {'done', at, ARGV[1], '1', ARGV[10] ~= '' and ARGV[11] or ''}
