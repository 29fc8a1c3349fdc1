-- One page of what was ever published, oldest first: what a node starts from. Pages, not the whole: with
-- 20,000 announcements one script would hold Redis, and everybody's publishes, for a quarter of a second.
--
-- KEYS[1] public (sorted set: id by offset)
-- ARGV[1] least offset   ARGV[2] how many   ARGV[3] prefix of the record keys   ARGV[4] prefix of the content keys
-- The record and content keys are made here: they carry the same hash tag as the declared one.
--
-- Answers a list, each {id, revision, pinned, offset, publishedAtMs, correctedAtMs, withdrawnAtMs, reason,
-- content}; "" for what is not there.
local page = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])) do
  local held = redis.call('HMGET', ARGV[3] .. id, 'revision', 'pinned', 'offset', 'publishedAtMs', 'correctedAtMs', 'withdrawnAtMs', 'reason')
  local content = not held[6] and redis.call('GET', ARGV[4] .. id .. ':' .. (held[1] or ''))
  page[#page + 1] = {
    id, held[1] or '', held[2] or '', held[3] or '', held[4] or '', held[5] or '', held[6] or '', held[7] or '', content or '',
  }
end
return page
