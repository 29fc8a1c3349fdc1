-- A device that wants to be paired: under the hash of its own code, and under the code that it shows.
--
-- KEYS[1] the pairing   KEYS[2] what the user code stands for: the hash
-- ARGV[1] the pairing as JSON   ARGV[2] the hash   ARGV[3] how long both are kept, in ms
--
-- Answers done | taken.

if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) == false then return 'taken' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 'done'
