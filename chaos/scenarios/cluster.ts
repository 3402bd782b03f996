import type { ServerProcess } from '@stepstream/testing/server-process';
import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { begunAnew } from '../begun-anew.ts';
import { startBalancer } from '../cluster/balancer.ts';
import { type Done, HARMS, harmInTurn, type Node } from '../cluster/harms.ts';
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

const NODES = 3;
const WALKS = 20;
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
      const server = await ChaosServer.start(args, { onOutput: (text) => owners.read(i, text) });
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
      const harming = harmInTurn(nodes, redis, walkers, flags.every, done);
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
