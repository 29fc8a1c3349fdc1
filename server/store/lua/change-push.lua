-- Makes, replaces or forgets one push subscription, decided on what it was.
--
-- KEYS[1] records (hash: JSON by number)     KEYS[2] endpoints (hash: number by hash of the endpoint)
-- KEYS[3] secrets (hash: number by hash of the secret)
-- KEYS[4] the last number given out          KEYS[5] bytes of all records
-- KEYS[6] batches (hash: how many are in it by batch; none where that is none)
--
-- ARGV[1] hash of the endpoint   ARGV[2] the record as it was, "" for none   ARGV[3] as it will be, "" to forget
-- ARGV[4] hash of the secret before, or ""   ARGV[5] hash of the secret after, or ""
-- ARGV[6] how many there may be              ARGV[7] how many bytes there may be
-- ARGV[8] how many numbers are a batch
--
-- Answers done | changed | full.

local records, endpoints, secrets, last, bytes = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local batches = KEYS[6]
local before, after = ARGV[2], ARGV[3]

local number = redis.call('HGET', endpoints, ARGV[1])
local held = number and redis.call('HGET', records, number) or ''
if held ~= before then return 'changed' end

local function count_in_batch(number, by)
  local batch = string.format('%.0f', math.floor(tonumber(number) / tonumber(ARGV[8])))
  if redis.call('HINCRBY', batches, batch, by) <= 0 then redis.call('HDEL', batches, batch) end
end

local grows = #after - #before
if after ~= '' and grows > 0 then
  if not number and redis.call('HLEN', records) >= tonumber(ARGV[6]) then return 'full' end
  if tonumber(redis.call('GET', bytes) or '0') + grows > tonumber(ARGV[7]) then return 'full' end
end

if after == '' then
  if not number then return 'done' end
  redis.call('HDEL', records, number)
  redis.call('HDEL', endpoints, ARGV[1])
  count_in_batch(number, -1)
else
  if not number then
    number = redis.call('INCR', last)
    count_in_batch(number, 1)
  end
  redis.call('HSET', records, number, after)
  redis.call('HSET', endpoints, ARGV[1], number)
  redis.call('HSET', secrets, ARGV[5], number)
end
redis.call('INCRBY', bytes, grows)
if ARGV[4] ~= '' and ARGV[4] ~= ARGV[5] then redis.call('HDEL', secrets, ARGV[4]) end
return 'done'
