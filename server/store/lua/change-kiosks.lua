-- The one writer of screens: what is set of them, their tokens, pairings that are claimed, commands and
-- blackouts, with what the audit is told of it. All checks come before the first write, and the audit is written
-- first, so a Redis that refuses (no memory, no disk) refuses the whole.
--
-- KEYS[1] audit (stream)                    KEYS[2] audit head (hash: offset, hash)
-- KEYS[3] kiosks (hash: JSON by id)         KEYS[4] blackouts (hash: JSON by id)
-- KEYS[5] commands (stream: body)
--
-- ARGV[1] the prefix of every key. Those of one pairing are made here: they carry the same hash tag as the
--   declared ones.
-- ARGV[2] the plan as JSON. Records and notes in it are JSON as strings: they stay opaque.
--   kiosk        {id, before?, after}?        before: what it must be still; absent, it is new
--   pairing      {hash, before, after}?       keeps its time
--   closesCode   user code?
--   command      body?
--   putsBlackout {id, json}?                  dropsBlackout  id?
--   notes        [note]
-- ARGV[3] how many kiosks there may be   ARGV[4] how many blackouts   ARGV[5] how many commands are kept
--
-- Answers done | changed | gone | full.

local audit, audit_head, kiosks, blackouts, commands = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local prefix, plan = ARGV[1], cjson.decode(ARGV[2])

local function pairing_key(hash) return prefix .. ':pairing:' .. hash end

local kiosk = plan.kiosk
if kiosk and kiosk.before then
  if redis.call('HGET', kiosks, kiosk.id) ~= kiosk.before then return 'changed' end
elseif kiosk then
  if redis.call('HEXISTS', kiosks, kiosk.id) == 1 then return 'changed' end
  if redis.call('HLEN', kiosks) >= tonumber(ARGV[3]) then return 'full' end
end
local pairing = plan.pairing
if pairing and redis.call('GET', pairing_key(pairing.hash)) ~= pairing.before then return 'changed' end
if plan.dropsBlackout and redis.call('HEXISTS', blackouts, plan.dropsBlackout) == 0 then return 'gone' end
if plan.putsBlackout and redis.call('HLEN', blackouts) >= tonumber(ARGV[4]) then return 'full' end

-- From here on everything is written.
local at = text(clock_ms())
for _, note in ipairs(plan.notes) do append_audit(audit, audit_head, at, note) end

if kiosk then redis.call('HSET', kiosks, kiosk.id, kiosk.after) end
if pairing then redis.call('SET', pairing_key(pairing.hash), pairing.after, 'KEEPTTL') end
if plan.closesCode then redis.call('UNLINK', prefix .. ':pairing-code:' .. plan.closesCode) end
if plan.command then redis.call('XADD', commands, 'MAXLEN', '~', ARGV[5], '*', 'body', plan.command) end
if plan.putsBlackout then redis.call('HSET', blackouts, plan.putsBlackout.id, plan.putsBlackout.json) end
if plan.dropsBlackout then redis.call('HDEL', blackouts, plan.dropsBlackout) end
return 'done'
