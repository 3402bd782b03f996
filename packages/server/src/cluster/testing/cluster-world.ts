import type { LiveMessage } from '@stepstream/protocol';
import { TestClient } from '@stepstream/testing/client';
import { EventReader } from '@stepstream/testing/event-reader';
import { type RedisCluster, startRedisCluster } from '@stepstream/testing/redis-cluster';
import { type RedisServer, startRedis } from '@stepstream/testing/redis-server';
import { openCluster, openStore, type StepstreamServer, startServer } from '../../index.ts';
import type { ClusterLink } from '../cluster-link.ts';

/** How often these servers save, in seconds: seldom enough that a test knows what is saved. */
export const INTERVAL_SECONDS = 60;

/** A server of a cluster, in this process. */
export interface TestNode {
  readonly server: StepstreamServer;
  readonly link: ClusterLink;
  /** Connects a client, and waits for its greeting. */
  connect(query?: string): Promise<TestClient>;
  /** Watches as an operator. */
  view(): Promise<TestViewer>;
  /** Follows the events of a user. */
  follow(user: string): Promise<EventReader>;
  /** Asks it as an operator. */
  ask(path: string, method?: string): Promise<Response>;
}

/** Somebody at the live view. */
export interface TestViewer {
  readonly messages: LiveMessage[];
  send(message: object): void;
  close(): void;
}

/** A Redis, or a Redis Cluster. */
type Place = Pick<RedisServer, 'remove' | 'url'>;

/** Servers of one cluster. */
export interface ClusterWorld<Redis extends Place = RedisServer> {
  readonly redis: Redis;
  /** Starts one more; each call of `fresh` begins another cluster. */
  start(options?: { readonly interval?: number; readonly url?: string }): Promise<TestNode>;
  /** Several of a cluster of their own. */
  nodes(count: number): Promise<TestNode[]>;
  /** Stops the servers of a test. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

const ADMIN_TOKEN = 'of-the-operator-of-a-test';
const OPERATOR = { authorization: `Bearer ${ADMIN_TOKEN}` };
const QUIET = { info() {}, warn() {}, error() {} };

/** Starts a Redis for clusters of tests. */
export async function clusterWorld(): Promise<ClusterWorld> {
  const redis = await startRedis();
  return clusterWorldOn(redis, [redis]);
}

/** The same on a Redis Cluster, whose servers are all to be asked for listeners. */
export async function spreadClusterWorld(): Promise<ClusterWorld<RedisCluster>> {
  const redis = await startRedisCluster();
  return clusterWorldOn(redis, redis.masters);
}

function clusterWorldOn<Redis extends Place>(
  redis: Redis,
  servers: readonly RedisServer[],
): ClusterWorld<Redis> {
  const running: TestNode[] = [];
  let places = 0;
  const world: ClusterWorld<Redis> = {
    redis,
    async start({
      interval = INTERVAL_SECONDS,
      url = redis.url(`?prefix=cluster-${places}`),
    } = {}) {
      const link = await openCluster(url);
      const server = startServer({
        ...{
          port: 0,
          logger: QUIET,
          adminToken: ADMIN_TOKEN,
          checkpointInterval: interval,
          drainSpread: 0,
        },
        ...{ store: await openStore(url), clusterLink: link },
      });
      const node: TestNode = {
        server,
        link,
        connect: (query = '') => TestClient.connect(`${server.streamUrl}?checkpoints=1&${query}`),
        view: () => aViewer(server.url),
        follow: (user) => EventReader.open(`${server.url}/users/${user}/events`, OPERATOR),
        ask: (path, method = 'GET') => fetch(server.url + path, { method, headers: OPERATOR }),
      };
      running.push(node);
      return node;
    },
    async nodes(count) {
      places++;
      const nodes = await Promise.all(Array.from({ length: count }, () => world.start()));
      const channel = `cluster-${places}:to-all`;
      const heardAt = async (server: RedisServer) =>
        ((await server.run('PUBSUB', 'NUMSUB', channel)) as [string, number])[1];
      const heard = async () => (await Promise.all(servers.map(heardAt))).reduce((a, b) => a + b);
      await until(async () => (await heard()) === count, 'each to hear the others');
      return nodes;
    },
    async stop() {
      await Promise.all(running.splice(0).map(({ server }) => server.stop()));
    },
    async remove() {
      await world.stop();
      await redis.remove();
    },
  };
  return world;
}

async function aViewer(url: string): Promise<TestViewer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/console/live`);
  const messages: LiveMessage[] = [];
  socket.onmessage = ({ data }) => messages.push(JSON.parse(String(data)));
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({ action: 'authenticate', token: ADMIN_TOKEN });
  return { messages, send, close: () => socket.close() };
}

/** The resume token of a client's greeting. */
export function tokenOf({ messages: [greeting] }: TestClient): string {
  return (greeting?.type === 'session_started' && greeting.resume_token) || '';
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it never came to be: ${what}`);
    await Bun.sleep(10);
  }
}
