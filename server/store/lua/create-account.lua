-- A new account, if its address is free.
--
-- KEYS[1] accounts (hash: id by e-mail)   KEYS[2] the account (JSON)
-- ARGV[1] e-mail   ARGV[2] id   ARGV[3] the account as JSON   ARGV[4] "1": only where there is none yet
--
-- Answers 1, or 0 where nothing was made.

if ARGV[4] == '1' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[3])
return 1
