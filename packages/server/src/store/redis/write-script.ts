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
  readonly values: readonly (string | number | Buffer)[];
}

/**
 * Does operations, with nobody else's between them, all or (for lack of memory) none. Keys: that of each. Values: of
 * each its name, how many values it has, and these. Returns what each returned.
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
function operations.compare(key, first)
  local kept = redis.call('HMGET', key, 'sequence', 'ended')
  local sequence = tonumber(kept[1] or -1)
  ended[key] = kept[2]
  if kept[2] then sequence = sequence + tonumber(ARGV[first + 1]) end
  if sequence <= tonumber(ARGV[first]) then return 1 end
  older[key] = true
  olderSessions[string.match(key, '{session:(.-)}')] = true
  return 0
end

-- When a checkpoint expires, and all fields with their values.
function operations.keepCheckpoint(key, first, last)
  if older[key] then return 0 end
  redis.call('HSET', key, unpack(ARGV, first + 1, last))
  if ended[key] then redis.call('HDEL', key, 'ended') end
  redis.call('PEXPIREAT', key, ARGV[first])
  return 1
end

-- When it expires, and its sequence.
function operations.keepEnd(key, first)
  if older[key] then return 0 end
  -- First, as this is what needs memory.
  redis.call('HSET', key, 'ended', 1)
  redis.call('UNLINK', key)
  redis.call('HSET', key, 'sequence', ARGV[first + 1], 'ended', 1)
  redis.call('PEXPIREAT', key, ARGV[first])
  return 1
end

-- A position, and how many frames an epoch has room for.
function operations.raise(key, first)
  local kept = redis.call('HGET', key, 'sequence')
  local beginning = tonumber(ARGV[first])
  if not kept or tonumber(kept) >= beginning then return 0 end
  local frames = tonumber(kept) % tonumber(ARGV[first + 1])
  redis.call('HSET', key, 'sequence', string.format('%.0f', beginning + frames))
  return 1
end

-- The user whose it is, unless it has become another's.
function operations.forgetCheckpoint(key, first)
  if redis.call('HGET', key, 'user') == ARGV[first] then redis.call('UNLINK', key) end
  return 1
end

-- A session of a user, when it expires, and the time; sessions that have expired are forgotten.
function operations.keepSession(key, first)
  local known = redis.call('ZSCORE', key, ARGV[first])
  if not known or tonumber(known) < tonumber(ARGV[first + 1]) then
    redis.call('ZADD', key, ARGV[first + 1], ARGV[first])
  end
  redis.call('ZREMRANGEBYSCORE', key, '-inf', ARGV[first + 2])
  local newest = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
  if newest[2] then redis.call('PEXPIREAT', key, newest[2]) end
  return 1
end

-- Fields of a user's day, and their counts; those that are larger than what is there are kept,
-- but for those of sessions of which something newer is there.
function operations.keepMinutes(key, first, last)
  hasKept = false
  for i = first, last, 2 do
    if not olderSessions[string.match(ARGV[i], ':(.*)')] then
      hasKept = true
      local kept = redis.call('HGET', key, ARGV[i])
      if not kept or tonumber(kept) < tonumber(ARGV[i + 1]) then
        redis.call('HSET', key, ARGV[i], ARGV[i + 1])
      end
    end
  end
  return 1
end

-- A score and a member of a sorted set that tells of the counts before.
function operations.add(key, first)
  if not hasKept then return 0 end
  return redis.call('ZADD', key, ARGV[first], ARGV[first + 1])
end

-- A member of a sorted set.
function operations.remove(key, first)
  return redis.call('ZREM', key, ARGV[first])
end

function operations.unlink(key)
  return redis.call('UNLINK', key)
end

local answers = {}
local at = 1
for i, key in ipairs(KEYS) do
  local first = at + 2
  local last = at + 1 + tonumber(ARGV[at + 1])
  answers[i] = operations[ARGV[at]](key, first, last)
  at = last + 1
end
return answers`;
