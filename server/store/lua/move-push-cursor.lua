-- Moves the cursor of push on, unless another worker has moved it meanwhile.
--
-- KEYS[1] the cursor   ARGV[1] where it was, "" for nowhere   ARGV[2] where it will be
--
-- Answers 1, or 0 where it is not where it was any more.

if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
