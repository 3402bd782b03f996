import type { RedisClient } from '../redis/create-redis.ts';

/** What a script answers: 0 or 1 first, and then texts. */
type Answer = readonly [0 | 1, ...(string | null)[]];

/**
 * What servers do to the records that they share. Each script touches the keys of one session, one user, or those of
 * the servers, and nobody else's command comes between.
 */
export interface ClusterScripts {
  /**
   * Says that a server owns a session in an epoch.
   *
   * @returns 0 where another one owns it: in a later epoch, or in this one
   */
  stepstreamOwn(key: string, node: string, epoch: number, ttlMs: number): Promise<0 | 1>;
  /**
   * Makes a server the owner of a session, in the epoch after the last, unless it has changed hands since somebody looked.
   *
   * @param seen the epoch that was seen; -1 for no record
   * @param floor the new epoch is later than this one, too
   * @returns the new epoch; -1 where it has changed hands
   */
  stepstreamClaim(
    key: string,
    node: string,
    seen: number,
    floor: number,
    ttlMs: number,
  ): Promise<number>;
  /** A server owns a session no longer; whoever is next counts on from its epoch. */
  stepstreamRelease(key: string, node: string, epoch: number, ttlMs: number): Promise<0 | 1>;
  /** A session is over: its owner's record goes. */
  stepstreamEnd(key: string, node: string, epoch: number): Promise<0 | 1>;
  /** A new session is its user's. Returns the one before and its server; and since when, in Unix milliseconds. */
  stepstreamTakeUser(
    key: string,
    watched: string,
    session: string,
    node: string,
    ttlMs: number,
  ): Promise<Answer>;
  /**
   * A session is still its user's, since a time.
   *
   * @returns 0 and the session that is it instead, where that began later; else 1, and the one before and its server
   */
  stepstreamKeepUser(
    key: string,
    watched: string,
    session: string,
    node: string,
    since: number,
    ttlMs: number,
  ): Promise<Answer>;
  /** A session is its user's no longer. */
  stepstreamEndUser(key: string, session: string): Promise<0 | 1>;
  /** A server tells of itself, and is told of all: ids and what they told, in turn. */
  stepstreamBeat(
    nodes: string,
    nodePrefix: string,
    node: string,
    told: string,
    ttlMs: number,
  ): Promise<readonly (string | null)[]>;
  /** A server is no more. */
  stepstreamLeave(nodes: string, nodePrefix: string, node: string): Promise<0 | 1>;
}

const OWN = `
local kept = redis.call('HMGET', KEYS[1], 'node', 'epoch')
local epoch = tonumber(ARGV[2])
local before = tonumber(kept[2] or -1)
if before > epoch then return 0 end
if before == epoch and kept[1] ~= '' and kept[1] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'node', ARGV[1], 'epoch', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

const CLAIM = `
local before = tonumber(redis.call('HGET', KEYS[1], 'epoch') or -1)
if before ~= tonumber(ARGV[2]) then return -1 end
local epoch = math.max(before, tonumber(ARGV[3])) + 1
redis.call('HSET', KEYS[1], 'node', ARGV[1], 'epoch', epoch)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return epoch`;

const RELEASE = `
local kept = redis.call('HMGET', KEYS[1], 'node', 'epoch')
if kept[1] ~= ARGV[1] or kept[2] ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'node', '')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

const END = `
local kept = redis.call('HMGET', KEYS[1], 'node', 'epoch')
if kept[1] ~= ARGV[1] or kept[2] ~= ARGV[2] then return 0 end
return redis.call('UNLINK', KEYS[1])`;

const TAKE_USER = `
local kept = redis.call('HMGET', KEYS[1], 'session', 'node')
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[1], 'session', ARGV[1], 'node', ARGV[2], 'since', now)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local watched = redis.call('EXISTS', KEYS[2])
if kept[1] == ARGV[1] then kept = {false, false} end
return {1, kept[1], kept[2], now, tostring(watched)}`;

const KEEP_USER = `
local kept = redis.call('HMGET', KEYS[1], 'session', 'node', 'since')
local isOther = kept[1] and kept[1] ~= ARGV[1]
if isOther and tonumber(kept[3] or 0) > tonumber(ARGV[3]) then
  return {0, kept[1], kept[2], kept[3], '0'}
end
redis.call('HSET', KEYS[1], 'session', ARGV[1], 'node', ARGV[2], 'since', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local watched = redis.call('EXISTS', KEYS[2])
if not isOther then kept = {false, false} end
return {1, kept[1], kept[2], ARGV[3], tostring(watched)}`;

const END_USER = `
if redis.call('HGET', KEYS[1], 'session') ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])`;

const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[2] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], 2 * ARGV[3])
local all = {}
for _, node in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  all[#all + 1] = node
  all[#all + 1] = redis.call('GET', KEYS[2] .. node)
end
return all`;

const LEAVE = `
redis.call('UNLINK', KEYS[2] .. ARGV[1])
return redis.call('ZREM', KEYS[1], ARGV[1])`;

/** Teaches a connection the scripts. */
export function defineScripts(client: RedisClient): RedisClient & ClusterScripts {
  const scripts: readonly (readonly [keyof ClusterScripts, number, string])[] = [
    ['stepstreamOwn', 1, OWN],
    ['stepstreamClaim', 1, CLAIM],
    ['stepstreamRelease', 1, RELEASE],
    ['stepstreamEnd', 1, END],
    ['stepstreamTakeUser', 2, TAKE_USER],
    ['stepstreamKeepUser', 2, KEEP_USER],
    ['stepstreamEndUser', 1, END_USER],
    ['stepstreamBeat', 2, BEAT],
    ['stepstreamLeave', 2, LEAVE],
  ];
  for (const [name, numberOfKeys, lua] of scripts)
    client.defineCommand(name, { numberOfKeys, lua });
  return client as RedisClient & ClusterScripts;
}
