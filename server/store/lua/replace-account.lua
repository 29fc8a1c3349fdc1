-- Compare and set.
--
-- KEYS[1] the account (JSON)   ARGV[1] what it must be   ARGV[2] what it becomes
--
-- Answers 1, or 0 where it is something else by now.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
