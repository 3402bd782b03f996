import { HAS_REDIS, NEEDS_REDIS, PASSWORD, type RedisServer, startRedis } from './redis-server.ts';
import { findProgram } from './server-process.ts';

const REDIS_CLI = findProgram('redis-cli') ?? findProgram('valkey-cli');

/** The fewest masters that Redis makes a cluster of. */
const MASTERS = 3;

export const HAS_REDIS_CLUSTER = HAS_REDIS && REDIS_CLI !== undefined;
/** For the names of tests that are skipped. */
export const NEEDS_REDIS_CLUSTER =
  HAS_REDIS_CLUSTER || !HAS_REDIS ? NEEDS_REDIS : ' (skipped: no redis-cli)';

/** A Redis Cluster of this test's own, in which keys are spread over three masters. */
export interface RedisCluster {
  /** @param path such as `?prefix=x` */
  url(path?: string): string;
  readonly masters: readonly RedisServer[];
  /** Ends all and removes their files. */
  remove(): Promise<void>;
}

/** Starts a Redis Cluster: three masters without replicas, which share the slots of keys. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const masters: RedisServer[] = [];
  const remove = async () => {
    await Promise.all(masters.map((master) => master.remove()));
  };
  try {
    for (let i = 0; i < MASTERS; i++) masters.push(await startRedis({ isInCluster: true }));
    const addresses = masters.map(({ port }) => `127.0.0.1:${port}`);
    await joinTogether(addresses);
    await Promise.all(masters.map(isWell));
    return {
      masters,
      url: (path = '') =>
        `redis+cluster://:${encodeURIComponent(PASSWORD)}@${addresses.join(',')}/${path}`,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Has servers share the slots, and waits until each knows of all. */
async function joinTogether(addresses: readonly string[]): Promise<void> {
  const create = ['--cluster', 'create', ...addresses, '--cluster-yes'];
  const process = Bun.spawn([REDIS_CLI ?? '', '-a', PASSWORD, '--no-auth-warning', ...create], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = await new Response(process.stdout).text();
  if ((await process.exited) !== 0) throw new Error(`no Redis Cluster: ${said}`);
}

/** Waits until a server knows that all keys have their place. */
async function isWell(master: RedisServer): Promise<void> {
  while (!String(await master.run('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    await Bun.sleep(20);
  }
}
