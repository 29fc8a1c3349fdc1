-- The one writer of people: accounts, links, sessions and tokens, with what the audit is told of it. All
-- checks come before the first write, and the audit is written first, so a Redis that refuses (no memory,
-- no disk) refuses the whole.
--
-- KEYS[1] audit (stream)                    KEYS[2] audit head (hash: offset, hash)
-- KEYS[3] accounts (hash: id by e-mail)     KEYS[4] signed in (hash: instant in ms by account id)
-- KEYS[5] tokens (hash: token by its hash)
--
-- ARGV[1] the prefix of every key. Those of one account, link or session are made here: they carry the
--   same hash tag as the declared ones.
-- ARGV[2] the plan as JSON. Accounts, sessions, tokens and notes in it are JSON as strings: they stay opaque.
--   account      {id, email, before?, after}     before: what it must be still; absent, it is new
--   onlyFirst, needsOtherAdmin                   true, or absent
--   opensLink    {hash, keepMs, id}?             closesLink  hash?
--   endsSession  {hash, id}?                     endsSessionsOf  {id, but?}?     id: of the account
--   startsSession {hash, session, idleMs, id}?
--   putsToken    {hash, token}?                  dropsToken  hash?
--   notes        [note]
-- ARGV[3] how many sessions an account has at most   ARGV[4] how long the list of them is kept, in ms
--
-- Answers done | changed | taken | lastAdmin | gone.

local audit, audit_head, accounts, signed_in, tokens = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local prefix, plan = ARGV[1], cjson.decode(ARGV[2])

local function account_key(id) return prefix .. ':account:' .. id end
local function session_key(hash) return prefix .. ':session:' .. hash end
local function sessions_key(id) return prefix .. ':sessions:' .. id end
local function link_key(hash) return prefix .. ':link:' .. hash end

local function has_other_admin(but)
  for _, id in ipairs(redis.call('HVALS', accounts)) do
    local held = id ~= but and redis.call('GET', account_key(id))
    local account = held and cjson.decode(held)
    if account and account.role == 'admin' and account.password and not account.revoked then return true end
  end
  return false
end

local account = plan.account
if plan.onlyFirst and redis.call('EXISTS', accounts) == 1 then return 'taken' end
if account and account.before then
  if redis.call('GET', account_key(account.id)) ~= account.before then return 'changed' end
elseif account and redis.call('HEXISTS', accounts, account.email) == 1 then
  return 'taken'
end
if plan.needsOtherAdmin and not has_other_admin(account.id) then return 'lastAdmin' end
if plan.dropsToken and redis.call('HEXISTS', tokens, plan.dropsToken) == 0 then return 'gone' end

-- From here on everything is written.
local now = clock_ms()
for _, note in ipairs(plan.notes) do append_audit(audit, audit_head, text(now), note) end

if account then
  redis.call('SET', account_key(account.id), account.after)
  if not account.before then redis.call('HSET', accounts, account.email, account.id) end
end

if plan.closesLink then redis.call('UNLINK', link_key(plan.closesLink)) end
local opens = plan.opensLink
if opens then redis.call('SET', link_key(opens.hash), opens.id, 'PX', opens.keepMs) end

local function end_session(id, hash)
  redis.call('UNLINK', session_key(hash))
  redis.call('ZREM', sessions_key(id), hash)
end

if plan.endsSession then end_session(plan.endsSession.id, plan.endsSession.hash) end
local all = plan.endsSessionsOf
if all then
  for _, hash in ipairs(redis.call('ZRANGE', sessions_key(all.id), 0, -1)) do
    if hash ~= all.but then end_session(all.id, hash) end
  end
end

local starts = plan.startsSession
if starts then
  local list = sessions_key(starts.id)
  for _, hash in ipairs(redis.call('ZRANGE', list, 0, -1)) do
    if redis.call('EXISTS', session_key(hash)) == 0 then redis.call('ZREM', list, hash) end
  end
  for _, hash in ipairs(redis.call('ZRANGE', list, 0, -tonumber(ARGV[3]))) do end_session(starts.id, hash) end
  redis.call('SET', session_key(starts.hash), starts.session, 'PX', starts.idleMs)
  redis.call('ZADD', list, now, starts.hash)
  redis.call('PEXPIRE', list, ARGV[4])
  redis.call('HSET', signed_in, starts.id, text(now))
end

if plan.putsToken then redis.call('HSET', tokens, plan.putsToken.hash, plan.putsToken.token) end
if plan.dropsToken then redis.call('HDEL', tokens, plan.dropsToken) end
return 'done'
