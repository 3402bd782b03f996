/*
 * What has to happen at once is a script; each touches the keys of one session or of one user alone.
 */

/**
 * Keeps a checkpoint, unless one with more frames is there. Key: the checkpoint. Values: its sequence, when it
 * expires, and all fields with their values.
 */
export const KEEP_CHECKPOINT = `
local kept = redis.call('HGET', KEYS[1], 'sequence')
if kept and tonumber(kept) > tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
return 1`;

/**
 * Notes a session of a user, and forgets those that have expired. Key: the user's sessions. Values: the session, when
 * it expires, and the time.
 */
export const KEEP_SESSION = `
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not known or tonumber(known) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] then redis.call('PEXPIREAT', KEYS[1], last[2]) end
return 1`;

/** Keeps counts that are larger than those that are there. Key: a user's day. Values: fields and their counts. */
export const KEEP_MINUTES = `
for i = 1, #ARGV, 2 do
  local kept = redis.call('HGET', KEYS[1], ARGV[i])
  if not kept or tonumber(kept) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
return 1`;

/** Forgets a checkpoint, unless it has become another user's. Key: the checkpoint. Value: the user. */
export const FORGET_CHECKPOINT = `
if redis.call('HGET', KEYS[1], 'user') == ARGV[1] then redis.call('UNLINK', KEYS[1]) end
return 1`;
