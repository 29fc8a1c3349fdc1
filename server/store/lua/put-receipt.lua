-- Adds what a screen said of one revision to what is known of it (core/receipts.ts: the same rule, [K7]).
--
-- KEYS[1] receipts of the announcement (hash): "<kiosk>.<revision>" = received shown hidden visible showings,
--   in ms, "-" for what is not known
-- ARGV[1] kiosk   ARGV[2] revision   ARGV[3..7] received, shown, hidden, visible, showings
--
-- Safe to run twice.

local field = ARGV[1] .. '.' .. ARGV[2]
local come = {ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]}
local held = redis.call('HGET', KEYS[1], field)
if not held then
  return redis.call('HSET', KEYS[1], field, table.concat(come, ' '))
end

local before = {}
for part in string.gmatch(held, '%S+') do before[#before + 1] = part end
local function earliest(a, b)
  if a == '-' then return b end
  if b == '-' or tonumber(a) <= tonumber(b) then return a end
  return b
end
local more, fewer = tonumber(come[5]), tonumber(before[5])
local is_later = more > fewer or (more == fewer and tonumber(come[4]) >= tonumber(before[4]))
local later = is_later and come or before
local after = {earliest(before[1], come[1]), earliest(before[2], come[2]), later[3], later[4], later[5]}
return redis.call('HSET', KEYS[1], field, table.concat(after, ' '))
