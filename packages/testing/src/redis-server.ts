import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { findProgram, type ServerProcess, startServerProcess } from './server-process.ts';

/** Its program, where there is one. */
export const REDIS = findProgram('redis-server') ?? findProgram('valkey-server');

export const HAS_REDIS = REDIS !== undefined;
/** For the names of tests that are skipped. */
export const NEEDS_REDIS = HAS_REDIS ? '' : ' (skipped: no Redis; apt-get install redis-server)';

/** A running Redis. */
export interface RedisServer extends ServerProcess {
  /** @param path such as `/1?prefix=x` */
  url(path?: string, login?: string): string;
  /** Runs a command as its superuser. */
  run(...command: [string, ...(string | Buffer)[]]): Promise<unknown>;
}

export const PASSWORD = 's3cret/pass#word';
/** A busy machine leaves one of a cluster without a turn for seconds: that is no failure. */
const NODE_TIMEOUT_MS = 30_000;

/**
 * Starts a Redis of this test's own, which keeps on its disk what it has answered.
 *
 * @param isInCluster whether it is to become part of a Redis Cluster
 */
export async function startRedis({ isInCluster = false } = {}): Promise<RedisServer> {
  // The second port is for the others of the cluster; its default is beyond 65535 where the first is high.
  const clusterPort = isInCluster ? await freePort() : 0;
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', `${clusterPort}`];

  const server = await startServerProcess({
    name: 'redis',
    command: (folder, port) => [
      ...[REDIS ?? '', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--requirepass', PASSWORD, '--save', '', '--appendonly', 'yes'],
      ...(isInCluster ? [...cluster, '--cluster-node-timeout', `${NODE_TIMEOUT_MS}`] : []),
    ],
    isReady: async (port) => {
      try {
        return (await runCommand(port, ['PING'], PASSWORD)) === 'PONG';
      } catch {
        return false;
      }
    },
  });
  return {
    ...server,
    url: (path = '', login = `:${encodeURIComponent(PASSWORD)}`) =>
      `redis://${login}@127.0.0.1:${server.port}${path}`,
    run: (...command) => runCommand(server.port, command, PASSWORD),
  };
}

/** Runs a command on a Redis of this machine, on a connection of its own. */
export async function runCommand(
  port: number,
  [name, ...args]: [string, ...(string | Buffer)[]],
  password?: string,
): Promise<unknown> {
  const client = new Redis({
    port,
    ...(password !== undefined && { password }),
    lazyConnect: true,
    retryStrategy: () => null,
    protocol: 2,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}
