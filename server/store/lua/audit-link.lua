-- Included by the scripts that change state: appends one link to the audit chain.
-- The link is sha1hex(previous link .. instant .. note): an entry edited, cut out or put in breaks every
-- link after it. (Redis' Lua has SHA-1 and no SHA-256; the head is signed elsewhere.)
local function append_audit(stream, head, at_ms, note)
  local previous = redis.call('HMGET', head, 'offset', 'hash')
  local offset = string.format('%.0f', tonumber(previous[1] or '0') + 1)
  local hash = redis.sha1hex((previous[2] or '') .. at_ms .. note)
  redis.call('XADD', stream, offset .. '-0', 'at', at_ms, 'note', note, 'hash', hash)
  redis.call('HSET', head, 'offset', offset, 'hash', hash)
end

local function clock_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- Numbers travel as decimal strings: Lua would print a large one as 1.7e+12.
local function text(number) return string.format('%.0f', number) end
