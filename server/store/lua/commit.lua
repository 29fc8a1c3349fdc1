-- The one writer: every change of state, in one step. All checks come before the first write, and the
-- log is written first, so a Redis that refuses (no memory, no disk) refuses the whole.
--
-- KEYS[1] log (stream)          KEYS[2] head (hash: epoch, offset, mark, runId, startedOver)
-- KEYS[3] audit (stream)        KEYS[4] audit head (hash: offset, hash)
-- KEYS[5] what was asked once (hash), or the head again where nothing was
-- KEYS[6..] the keys that the plan numbers
--
-- ARGV[1] the caller's clock in ms    ARGV[2] run id of the Redis that the caller is connected to
-- ARGV[3] "1" where a change of run id may mean lost writes
-- ARGV[4] a random mark               ARGV[5] entries to keep
-- ARGV[6] the plan as JSON. Bodies in it are strings and stay opaque (cjson would turn [] into {}):
--   once      {request, id}?          guards  [{k, v}]: hash k has version v ("0": there is none)
--   notBefore [ms]                    entries [body]: JSON of an entry without offset and instant
--   sets      [{k, version, fields, unset, stamp?, entry?}]   hashes; stamp = published|corrected|withdrawn
--   puts [{k, v}]   dels [k]   hsets [{k, f, v}]   stamps [{k, f}]: f = instant
--   zadds [{k, m, s}]: s = a score, "now" or "entry:<n>" (offset of that entry)   zrems [{k, m}]
--   audit     [note]
-- ARGV[7] tolerance of the caller's clock in ms
-- ARGV[8] "1" where what is replayed must be at a replica too: it is written again, see touch-once.lua
-- ARGV[9..11] epoch, offset and mark of the newest entry that the caller was told of, where there was one
--
-- Answers {status, instant, epoch, offset of the last entry or "", id}:
--   done | replayed | mismatch | conflict | early (id = due instant) | fork (epoch) | empty (no epoch yet)
--
-- Safe to run twice: the guards of the second find what the first did, and a `once` key is answered
-- as the first was.

local log, head, audit, audit_head, once_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local plan = cjson.decode(ARGV[6])
local now = clock_ms()
local at = text(now)

local held = redis.call('HMGET', head, 'epoch', 'offset', 'runId', 'startedOver')
local epoch = held[1]
if not epoch then return {'empty', at, '', '', ''} end

if plan.once then
  local before = redis.call('HMGET', once_key, 'request', 'id', 'epoch', 'offset', 'at', 'startedOver')
  -- A key of before the store started over is a new one.
  if before[1] and before[6] == held[4] then
    if before[1] ~= plan.once.request then return {'mismatch', at, '', '', ''} end
    local left = ARGV[8] == '1' and redis.call('PTTL', once_key) or 0
    if left > 0 then redis.call('PEXPIRE', once_key, left) end
    return {'replayed', before[5], before[3], before[4], before[2]}
  end
end

-- [L3] What the caller was told is written, and is not: the end of the log was lost.
local function is_lost(told_epoch, offset, mark)
  if told_epoch ~= epoch then return false end
  if tonumber(held[2] or '0') < tonumber(offset) then return true end
  local entry = redis.call('XRANGE', log, offset .. '-0', offset .. '-0')[1]
  if entry then return entry[2][6] ~= mark end
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return not oldest or tonumber(string.match(oldest[1], '^%d+')) < tonumber(offset)
end
if ARGV[9] and ARGV[9] ~= '' and is_lost(ARGV[9], ARGV[10], ARGV[11]) then
  return {'fork', at, epoch, '', ''}
end

if held[3] ~= ARGV[2] then
  if ARGV[3] == '1' and held[3] then return {'fork', at, epoch, '', ''} end
  redis.call('HSET', head, 'runId', ARGV[2])
end

for _, due in ipairs(plan.notBefore) do
  if now < tonumber(due) or tonumber(ARGV[1]) + tonumber(ARGV[7]) < tonumber(due) then
    return {'early', at, '', '', due}
  end
end

for _, guard in ipairs(plan.guards) do
  local version = redis.call('HGET', KEYS[guard.k], 'version') or '0'
  if version ~= guard.v then return {'conflict', at, '', '', ''} end
end

-- From here on everything is written. XADD before the head: the other way round, an XADD that fails
-- would leave a hole for ever.
local first = tonumber(held[2] or '0') + 1
local offset = ''
for n, body in ipairs(plan.entries) do
  offset = text(first + n - 1)
  redis.call('XADD', log, 'MAXLEN', '~', ARGV[5], offset .. '-0', 'at', at, 'epoch', epoch, 'mark', ARGV[4], 'body', body)
end
if offset ~= '' then redis.call('HSET', head, 'offset', offset, 'mark', ARGV[4]) end

for _, set in ipairs(plan.sets) do
  local key = KEYS[set.k]
  redis.call('HSET', key, 'version', set.version, unpack(set.fields))
  if #set.unset > 0 then redis.call('HDEL', key, unpack(set.unset)) end
  if set.stamp then redis.call('HSET', key, set.stamp .. 'AtMs', at) end
  if set.entry then redis.call('HSETNX', key, 'offset', text(first + set.entry - 1)) end
end
for _, put in ipairs(plan.puts) do redis.call('SET', KEYS[put.k], put.v) end
for _, del in ipairs(plan.dels) do redis.call('UNLINK', KEYS[del]) end
for _, hset in ipairs(plan.hsets) do redis.call('HSET', KEYS[hset.k], hset.f, hset.v) end
for _, stamp in ipairs(plan.stamps) do redis.call('HSET', KEYS[stamp.k], stamp.f, at) end
for _, zrem in ipairs(plan.zrems) do redis.call('ZREM', KEYS[zrem.k], zrem.m) end
for _, zadd in ipairs(plan.zadds) do
  local score = zadd.s
  if score == 'now' then
    score = at
  else
    local entry = string.match(score, '^entry:(%d+)$')
    if entry then score = text(first + tonumber(entry) - 1) end
  end
  redis.call('ZADD', KEYS[zadd.k], score, zadd.m)
end

for _, note in ipairs(plan.audit) do append_audit(audit, audit_head, at, note) end

if plan.once then
  redis.call('DEL', once_key)
  redis.call('HSET', once_key, 'request', plan.once.request, 'id', plan.once.id, 'epoch', epoch, 'offset', offset, 'at', at)
  if held[4] then redis.call('HSET', once_key, 'startedOver', held[4]) end
  redis.call('PEXPIRE', once_key, 86400000)
end
return {'done', at, epoch, offset, plan.once and plan.once.id or ''}
