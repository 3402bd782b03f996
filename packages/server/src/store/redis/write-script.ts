/** Something that is done to a key, with others at once; each touches the key of one session or of one user alone. */
export interface Operation {
  readonly name:
    | 'compare'
    | 'keepCheckpoint'
    | 'keepEnd'
    | 'forgetCheckpoint'
    | 'raise'
    | 'keepSession'
    | 'keepMinutes'
    | 'add'
    | 'remove'
    | 'unlink';
  readonly key: string;
  readonly values: readonly (string | number | Uint8Array)[];
}

/**
 * Does operations, with nobody else's between them, all or (for lack of memory) none. Keys: that of each. The one
 * value has the rest, as {@link packOperations} packs it. Returns the places, from 0 on, of those that found something
 * newer.
 *
 * Redis looks for memory before the first command that needs some, so none that needs none may come before it.
 *
 * One script and no transaction: a script that the server has lost makes only a part of a transaction fail.
 */
export const WRITE = `
local operations = {}
-- What is not to be kept, by its key, and the same by its session.
local older = {}
local olderSessions = {}
-- Whether the last counts of a day were kept.
local hasKept = false

-- Keys at which the end of a session is.
local ended = {}

-- Looks whether something with more frames than this sequence is there; or an end with as many, where the second
-- value is 1.
function operations.compare(key, values)
  local kept = redis.call('HMGET', key, 'sequence', 'ended')
  local sequence = tonumber(kept[1] or -1)
  ended[key] = kept[2]
  if kept[2] then sequence = sequence + tonumber(values[2]) end
  if sequence <= tonumber(values[1]) then return true end
  older[key] = true
  olderSessions[string.match(key, '{session:(.-)}')] = true
  return false
end

-- What is compared, when a checkpoint expires, and all fields with their values.
function operations.keepCheckpoint(key, values)
  if not operations.compare(key, values) then return false end
  redis.call('HSET', key, unpack(values, 4))
  if ended[key] then redis.call('HDEL', key, 'ended') end
  redis.call('PEXPIREAT', key, values[3])
  return true
end

-- When it expires, and its sequence.
function operations.keepEnd(key, values)
  if older[key] then return end
  -- First, as this is what needs memory.
  redis.call('HSET', key, 'ended', 1)
  redis.call('UNLINK', key)
  redis.call('HSET', key, 'sequence', values[2], 'ended', 1)
  redis.call('PEXPIREAT', key, values[1])
end

-- A position, and how many frames an epoch has room for.
function operations.raise(key, values)
  local kept = redis.call('HGET', key, 'sequence')
  local beginning = tonumber(values[1])
  if not kept or tonumber(kept) >= beginning then return end
  local frames = tonumber(kept) % tonumber(values[2])
  redis.call('HSET', key, 'sequence', string.format('%.0f', beginning + frames))
end

-- The user whose it is, unless it has become another's.
function operations.forgetCheckpoint(key, values)
  if redis.call('HGET', key, 'user') == values[1] then redis.call('UNLINK', key) end
end

-- A session of a user, when it expires, and the time; sessions that have expired are forgotten.
function operations.keepSession(key, values)
  redis.call('ZADD', key, 'GT', values[2], values[1])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', values[3])
  local newest = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
  if newest[2] then redis.call('PEXPIREAT', key, newest[2]) end
end

-- Fields of a user's day, and their counts; those that are larger than what is there are kept,
-- but for those of sessions of which something newer is there.
function operations.keepMinutes(key, values)
  hasKept = false
  for i = 1, #values, 2 do
    if not olderSessions[string.match(values[i], ':(.*)')] then
      hasKept = true
      local kept = redis.call('HGET', key, values[i])
      if not kept or tonumber(kept) < tonumber(values[i + 1]) then
        redis.call('HSET', key, values[i], values[i + 1])
      end
    end
  end
end

-- A score and a member of a sorted set that tells of the counts before.
function operations.add(key, values)
  if hasKept then redis.call('ZADD', key, values[1], values[2]) end
end

-- A member of a sorted set.
function operations.remove(key, values)
  redis.call('ZREM', key, values[1])
end

function operations.unlink(key)
  redis.call('UNLINK', key)
end

local packed = ARGV[1]
local refused = {}
local at = 1
for i, key in ipairs(KEYS) do
  local name, count
  name, count, at = struct.unpack('<Bc0I4', packed, at)
  local values = {}
  for v = 1, count do
    values[v], at = struct.unpack('<I4c0', packed, at)
  end
  if operations[name](key, values) == false then refused[#refused + 1] = i - 1 end
end
return refused`;
