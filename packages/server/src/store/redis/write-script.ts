/** Something that is done to a key, with others at once; each touches the key of one session or of one user alone. */
export interface Operation {
  readonly name:
    | 'keepCheckpoint'
    | 'forgetCheckpoint'
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

-- The sequence of a checkpoint, when it expires, and all fields with their values. 0: one with more frames is there.
function operations.keepCheckpoint(key, first, last)
  local kept = redis.call('HGET', key, 'sequence')
  if kept and tonumber(kept) > tonumber(ARGV[first]) then return 0 end
  redis.call('HSET', key, unpack(ARGV, first + 2, last))
  redis.call('PEXPIREAT', key, ARGV[first + 1])
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

-- Fields of a user's day, and their counts; those that are larger than what is there are kept.
function operations.keepMinutes(key, first, last)
  for i = first, last, 2 do
    local kept = redis.call('HGET', key, ARGV[i])
    if not kept or tonumber(kept) < tonumber(ARGV[i + 1]) then
      redis.call('HSET', key, ARGV[i], ARGV[i + 1])
    end
  end
  return 1
end

-- A score and a member of a sorted set.
function operations.add(key, first)
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
