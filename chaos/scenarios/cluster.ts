import type { ServerProcess } from '@stepstream/testing/server-process';
import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { begunAnew } from '../begun-anew.ts';
import { startBalancer } from '../cluster/balancer.ts';
import { Owners, type OwnersTally } from '../cluster/owners.ts';
import { type SentinelRedis, startSentinelRedis } from '../cluster/sentinel.ts';
import { type HistoryTally, tallyHistory } from '../history.ts';
import { loadWalks } from '../recordings.ts';
import type { Check, Outcome, Scenario, Tell } from '../scenario.ts';
import { ChaosServer } from '../server.ts';
import { tallyOf, totalOf, type Walker, Walkers } from '../walkers.ts';

interface Flags {
  readonly walkers: number;
  readonly seconds: number;
  readonly every: number;
}

/** What is done to a server, in turn. */
const HARMS = ['kill', 'pause', 'drain', 'cut'] as const;
type Harm = (typeof HARMS)[number];

/** One server of the cluster. */
interface Node {
  readonly server: ChaosServer;
  readonly login: string;
  isWell: boolean;
}

/** What has been done so far. */
interface Done {
  readonly counts: Record<Harm, number>;
  /** When servers were killed, in milliseconds of the walkers' clock. */
  readonly kills: number[];
  failOvers: number;
}

const NODES = 3;
const WALKS = 20;
const PAUSE_MS = 10_000;
const CUT_MS = 8000;
const DOWN_MS = 1000;
/** Whose connection is lost so soon after a kill has lost it by that, in milliseconds. */
const BY_KILL_MS = 1000;
const MAX_RESUME_MS = 5000;
/** A session is saved once an interval, 5 s, and a busy server may be a little late. */
const SAFE_AFTER_MS = 6000;
const MAX_ROWS = 10;
const CLIENT = { maxDelay: 2000, settings: { clock: 'unix' } } as const;

/** `chaos cluster`: whatever happens to servers that act as one, each client and the history have each step once. */
export const cluster: Scenario<Flags> = {
  name: 'cluster',
  description:
    'Three servers behind HAProxy on a Redis with Sentinel: they are killed, paused, drained and cut off while people walk.',
  options: (command: Command) =>
    command
      .option('--walkers <n>', 'people who walk', wholeNumberOption(1, 10_000), 300)
      .option('--seconds <n>', 'how long they walk', wholeNumberOption(20, 3600), 600)
      .option('--every <n>', 'seconds between one harm and the next', wholeNumberOption(1, 600), 5),
  run,
};

async function run(flags: Flags, tell: Tell): Promise<Outcome> {
  tell('reading the recordings');
  const walks = await loadWalks(
    flags.seconds,
    WALKS,
    Math.floor(Date.now() / 1000) - flags.seconds,
  );
  const owners = new Owners();
  const done: Done = { counts: { kill: 0, pause: 0, drain: 0, cut: 0 }, kills: [], failOvers: 0 };
  const nodes: Node[] = [];
  let redis: SentinelRedis | undefined;
  let balancer: ServerProcess | undefined;
  let walkers: Walkers | undefined;
  try {
    redis = await startSentinelRedis();
    for (let i = 0; i < NODES; i++) {
      const login = `node${i + 1}`;
      await redis.allow(login, true);
      const args = ['--log-level', 'info', '--drain-spread', '1', '--store', redis.url(login)];
      const server = await ChaosServer.start(args, (text) => owners.read(i, text));
      nodes.push({ server, login, isWell: true });
    }
    balancer = await startBalancer(nodes.map(({ server }) => Number(new URL(server.url).port)));
    const url = `ws://127.0.0.1:${balancer.port}/ws/realtime`;
    // What proxies have to say is that they are there.
    await Bun.sleep(1500);
    walkers = new Walkers({ walks, count: flags.walkers, url: () => url, client: CLIENT });
    const walking = walkers.walk();
    walking.catch(() => {});
    const stopTelling = tellProgress(walkers, done, tell);
    try {
      const harming = harmInTurn(nodes, redis, walkers, flags, done);
      await Promise.race([walking, harming.then(() => walking)]);
      await harming;
    } finally {
      stopTelling();
    }
    tell('reading the history');
    const [{ server }] = nodes as [Node];
    return outcome(walkers, await tallyHistory(server, walkers.all), owners.tally(), flags, done);
  } finally {
    await walkers?.close();
    await balancer?.remove();
    await Promise.all(nodes.map(({ server }) => server.stop()));
    await redis?.remove();
  }
}

/** Harms one server after the other, and the Redis in the middle; the last walk is left in peace. */
async function harmInTurn(
  nodes: readonly Node[],
  redis: SentinelRedis,
  walkers: Walkers,
  { every }: Flags,
  done: Done,
): Promise<void> {
  const harms: Promise<void>[] = [];
  const end = 1000 * walkers.seconds - PAUSE_MS;
  for (let i = 0; ; i++) {
    await Bun.sleep(1000 * every);
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

/** How long clients were without their session whose server was killed, in milliseconds, the shortest first. */
function resumeTimes(walkers: readonly Walker[], kills: readonly number[]): number[] {
  const times: number[] = [];
  for (const { states } of walkers) {
    for (const [i, { at, event }] of states.entries()) {
      const isLost = event.state === 'offline' && states[i - 1]?.event.state === 'open';
      if (!isLost || !kills.some((kill) => at >= kill && at < kill + BY_KILL_MS)) continue;
      const back = states.slice(i).find((one) => one.event.state === 'open');
      times.push((back?.at ?? Number.POSITIVE_INFINITY) - at);
    }
  }
  return times.sort((a, b) => a - b);
}

function tellProgress(walkers: Walkers, { counts, failOvers }: Done, tell: Tell): () => void {
  const timer = setInterval(() => {
    const seconds = `${(walkers.now / 1000).toFixed(0)} of ${walkers.seconds.toFixed(0)} s`;
    const people = `${walkers.connected} of ${walkers.all.length} connected`;
    const harms = HARMS.map((kind) => `${counts[kind]} ${kind}`).join(', ');
    tell(`${seconds}, ${people}, ${walkers.steps} steps, ${harms}, ${failOvers} fail-over`);
  }, 200);
  return () => clearInterval(timer);
}

function outcome(
  walkers: Walkers,
  history: HistoryTally,
  owners: OwnersTally,
  flags: Flags,
  { counts, kills, failOvers }: Done,
): Outcome {
  const { expected, told, lost, extra } = totalOf(walkers.all);
  const states = walkers.all.flatMap((walker) => walker.states);
  const resumed = states.filter(({ event }) => event.resumed === true).length;
  const times = resumeTimes(walkers.all, kills);
  const p99 = times[Math.floor(0.99 * times.length)] ?? 0;
  const anew = begunAnew(walkers.all, SAFE_AFTER_MS);
  const wrong = walkers.all
    .map((walker) => ({ walker, tally: tallyOf(walker) }))
    .filter(({ tally }) => tally.lost + tally.extra > 0);
  const checks: Check[] = [
    check('steps told', expected, told),
    check('steps lost', 0, lost),
    check('steps doubled or invented', 0, extra),
    check('minutes of the history that differ', 0, history.wrong),
    check('steps in the history', expected, history.steps),
    check('sessions lost after they were saved', 0, anew.saved),
    check('epochs of a session with two owners', 0, owners.wrong),
    check('sessions taken over behind what was handed over', 0, owners.behind),
    {
      what: 'p99 until a session is resumed whose server was killed',
      expected: `at most ${MAX_RESUME_MS} ms`,
      measured: `${p99.toFixed(0)} ms of ${times.length}`,
      met: p99 <= MAX_RESUME_MS,
    },
  ];
  const row = [...HARMS.map((kind) => counts[kind]), failOvers, resumed];
  const tables = [
    {
      title: `${flags.walkers} walkers for ${flags.seconds} s, ${NODES} servers, a harm every ${flags.every} s`,
      header: [
        ...['kills', 'pauses', 'drains', 'cuts', 'fail-overs', 'sessions resumed'],
        ...['taken over', 'handed over', 'copies given up'],
      ],
      rows: [[...row, owners.taken, owners.handedOver, owners.surrendered].map(String)],
    },
    ...(wrong.length === 0
      ? []
      : [
          {
            title: `Whose steps are wrong (the first ${MAX_ROWS})`,
            header: ['walker', 'walk', 'expected', 'told', 'lost', 'doubled'],
            rows: wrong
              .slice(0, MAX_ROWS)
              .map(({ walker, tally }) => [
                ...[walker.name, walker.walk.name],
                ...[tally.expected, tally.told, tally.lost, tally.extra].map(String),
              ]),
          },
        ]),
  ];
  return { tables, checks };
}

function check(what: string, expected: number, measured: number): Check {
  const met = measured === expected;
  return { what, expected: String(expected), measured: String(measured), met };
}
