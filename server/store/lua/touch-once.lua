-- Writes what was asked once again as it is, so that WAIT on this connection is about everything up to now: a
-- connection that wrote nothing has nothing to wait for.
--
-- KEYS[1] what was asked once (hash)
--
-- Answers 1, or 0 where it is not there any more. Needs no memory, so that a full Redis takes it.
local left = redis.call('PTTL', KEYS[1])
if left <= 0 then return 0 end
redis.call('PEXPIRE', KEYS[1], left)
return 1
