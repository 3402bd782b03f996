import { isIP } from 'node:net';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { addHasSubscribers } from './quiet-tracing.ts';
import type { RedisAddress } from './redis-address.ts';

export const CONNECT_TIMEOUT_MS = 5000;
/** Longest pause before it is tried again to connect, in milliseconds. */
const MAX_RETRY_MS = 2000;

/** How a connection is used. */
export interface ConnectionOptions {
  /** How long an answer may take, in milliseconds; 0 for as long as it likes. */
  readonly commandTimeoutMs: number;
  /** Whether a connection that can't be made, or is lost, is tried again. */
  retries(): boolean;
}

/** A connection to a Redis, or those to the servers of a Redis Cluster. */
export type RedisClient = Redis | Cluster;

/**
 * A connection that is not made yet. While it is lost everything fails at once: whoever writes through a buffer tries
 * again, and a queue here would be a second buffer, without a bound.
 */
export function createRedis(address: RedisAddress, options: ConnectionOptions): RedisClient {
  addHasSubscribers();
  const { commandTimeoutMs, retries } = options;
  const delay = (times: number) => (retries() ? Math.min(times * 100, MAX_RETRY_MS) : null);
  const common: Place = {
    ...(address.username ? { username: address.username } : {}),
    ...(address.password ? { password: address.password } : {}),
    connectionName: 'stepstream',
    protocol: 2,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    ...(commandTimeoutMs > 0 ? { commandTimeout: commandTimeoutMs } : {}),
  };
  if (address.cluster) {
    const { host, tls } = address;
    return new Cluster([...address.cluster], {
      lazyConnect: true,
      enableOfflineQueue: false,
      clusterRetryStrategy: delay,
      slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
      // Certificates are for names: those that are given, and those that the servers say of one another.
      dnsLookup: (name, found) => found(null, name),
      redisOptions: { ...common, ...(tls ? { tls: isIP(host) ? {} : { servername: host } } : {}) },
    });
  }
  return new Redis({
    ...common,
    ...placeOf(address, delay),
    db: address.database,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: delay,
    // A master that has become a replica: the master is another one now.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
  });
}

type Place = Omit<RedisOptions, 'replyMapping'>;

function placeOf(
  { host, port, tls, sentinel }: RedisAddress,
  delay: (times: number) => number | null,
): Place {
  if (!sentinel) return { host, port, ...(tls ? { tls: { servername: host } } : {}) };
  const { name, hosts, password } = sentinel;
  return {
    sentinels: hosts.map((one) => ({ ...one })),
    name,
    ...(password ? { sentinelPassword: password } : {}),
    ...(tls ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
    sentinelRetryStrategy: delay,
  };
}
