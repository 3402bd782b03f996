import type { ChaosServer } from '../server.ts';
import type { Walkers } from '../walkers.ts';
import type { SentinelRedis } from './sentinel.ts';

/** What is done to a server, in turn. */
export const HARMS = ['kill', 'pause', 'drain', 'cut'] as const;
export type Harm = (typeof HARMS)[number];

/** One server of the cluster. */
export interface Node {
  readonly server: ChaosServer;
  readonly login: string;
  isWell: boolean;
}

/** What has been done so far. */
export interface Done {
  readonly counts: Record<Harm, number>;
  /** When servers were killed, in milliseconds of the walkers' clock. */
  readonly kills: number[];
  failOvers: number;
}

const PAUSE_MS = 10_000;
const CUT_MS = 8000;
const DOWN_MS = 1000;

/** Harms one server after the other, and the Redis in the middle; the last walk is left in peace. */
export async function harmInTurn(
  nodes: readonly Node[],
  redis: SentinelRedis,
  walkers: Walkers,
  everySeconds: number,
  done: Done,
): Promise<void> {
  const harms: Promise<void>[] = [];
  const end = 1000 * walkers.seconds - PAUSE_MS;
  for (let i = 0; ; i++) {
    await Bun.sleep(1000 * everySeconds);
    if (walkers.now > end) break;
    if (done.failOvers === 0 && walkers.now > end / 2) {
      done.failOvers++;
      harms.push(redis.failOver());
    }
    const kind = HARMS[i % HARMS.length] as Harm;
    const well = nodes.filter((node) => node.isWell);
    const node = nodes[i % nodes.length];
    // One at least is left to go on with.
    if (!node?.isWell || well.length < 2) continue;
    done.counts[kind]++;
    harms.push(harm(node, kind, redis, walkers, done));
  }
  await Promise.all(harms);
}

async function harm(
  node: Node,
  kind: Harm,
  redis: SentinelRedis,
  walkers: Walkers,
  done: Done,
): Promise<void> {
  const { server, login } = node;
  node.isWell = false;
  switch (kind) {
    case 'kill':
      done.kills.push(walkers.now);
      await server.end('SIGKILL');
      await Bun.sleep(DOWN_MS);
      await server.startUntilItStays();
      break;
    case 'drain':
      await server.end('SIGTERM');
      await server.startUntilItStays();
      break;
    case 'pause':
      server.signal('SIGSTOP');
      await Bun.sleep(PAUSE_MS);
      server.signal('SIGCONT');
      break;
    case 'cut':
      await redis.allow(login, false).catch(() => {});
      await Bun.sleep(CUT_MS);
      await allowAtLast(redis, login);
      break;
  }
  node.isWell = true;
}

/** One of both Redis may be away just then. */
async function allowAtLast(redis: SentinelRedis, login: string): Promise<void> {
  for (;;) {
    const isDone = await redis.allow(login, true).then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await Bun.sleep(500);
  }
}
