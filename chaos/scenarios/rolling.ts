import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { type Cluster, startCluster } from '../cluster-behind-haproxy.ts';
import { spreadOf } from '../evenness.ts';
import { PARTS } from '../moves.ts';
import { loadWalks } from '../recordings.ts';
import { check, type Outcome, type Scenario, type Tell } from '../scenario.ts';
import type { Exit } from '../server.ts';
import { totalOf, Walkers } from '../walkers.ts';

interface Flags {
  readonly walkers: number;
  readonly seconds: number;
  readonly spread: number;
  readonly rounds: number;
}

/** Different walks that are walked. */
const WALKS = 20;
/** How often somebody asks over HTTP meanwhile, in milliseconds. */
const ASK_EVERY_MS = 20;
/** HAProxy looks every second; so long a server goes on before it lets go of people, in seconds. */
const DRAIN_DELAY = 2.5;
/** So long a new server is given to be noticed, in milliseconds. */
const SETTLE_MS = 2500;
/** No tenth of the time in which clients come back may have more than so many times an even share. */
const MOST_IN_A_PART = 2;

/** A server that was restarted. */
interface Restart {
  readonly at: number;
  readonly exit: Exit;
}

/** What somebody saw who asked over HTTP all the time. */
interface Asked {
  answered: number;
  readonly failures: string[];
}

/** `chaos rolling`: a deploy to three servers, one after the other, is noticed by nobody. */
export const rolling: Scenario<Flags> = {
  name: 'rolling',
  description:
    'Restarts three servers behind HAProxy in turn while people walk, as a rolling deploy does.',
  options: (command: Command) =>
    command
      .option('--walkers <n>', 'people who walk', wholeNumberOption(1, 10_000), 100)
      .option('--seconds <n>', 'how long they walk', wholeNumberOption(20, 3600), 60)
      .option('--spread <n>', '--drain-spread of each server', wholeNumberOption(0, 600), 5)
      .option('--rounds <n>', 'how often all are restarted', wholeNumberOption(1, 100), 1),
  run,
};

async function run(flags: Flags, tell: Tell): Promise<Outcome> {
  tell('reading the recordings');
  const walks = await loadWalks(flags.seconds, WALKS);
  tell('starting three servers, Redis and HAProxy');
  const cluster = await startCluster([
    ...['--log-level', 'error', '--drain-delay', String(DRAIN_DELAY)],
    ...['--drain-spread', String(flags.spread), '--grace', String(30 + flags.spread)],
  ]);
  const walkers = new Walkers({
    ...{ walks, count: flags.walkers, url: () => cluster.streamUrl },
    client: { WebSocket: cluster.WebSocket },
  });
  const restarts: Restart[] = [];
  const asked: Asked = { answered: 0, failures: [] };
  let isOver = false;
  const asking = askOnAndOn(cluster, asked, () => isOver);
  const telling = setInterval(() => {
    const people = `${walkers.connected} of ${walkers.all.length} connected`;
    tell(`${(walkers.now / 1000).toFixed(0)} s, ${people}, ${restarts.length} restarts`);
  }, 200);
  try {
    const walking = walkers.walk();
    // A rejection is seen where it is awaited, after the restarts.
    walking.catch(() => {});
    await restartInTurn(cluster, walkers, flags, restarts);
    await walking;
    isOver = true;
    await asking;
    return outcome(walkers, restarts, asked);
  } finally {
    isOver = true;
    clearInterval(telling);
    await walkers.close();
    await asking;
    await cluster.remove();
  }
}

/** One after the other, and none before the one before is back in service. */
async function restartInTurn(
  { nodes }: Cluster,
  walkers: Walkers,
  { rounds }: Flags,
  done: Restart[],
): Promise<void> {
  await Bun.sleep(SETTLE_MS);
  for (let round = 0; round < rounds; round++) {
    for (const node of nodes) {
      const at = walkers.now;
      const exit = await node.end('SIGTERM');
      await node.startAgain();
      done.push({ at, exit });
      await Bun.sleep(SETTLE_MS);
    }
  }
}

async function askOnAndOn(cluster: Cluster, asked: Asked, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      const answer = await cluster.ask('/health');
      await answer.arrayBuffer();
      if (answer.status === 200) asked.answered++;
      else asked.failures.push(String(answer.status));
    } catch (error) {
      asked.failures.push(String(error));
    }
    await Bun.sleep(ASK_EVERY_MS);
  }
}

function outcome(walkers: Walkers, restarts: readonly Restart[], asked: Asked): Outcome {
  const { expected, told, lost, extra } = totalOf(walkers.all);
  const states = walkers.all.flatMap((walker) => walker.states);
  const returns = restarts.map(({ at }, i) =>
    returnsAfter(walkers, at, restarts[i + 1]?.at ?? Number.POSITIVE_INFINITY),
  );
  // Few go with each server; all together tell whether they crowd.
  const crowding = spreadOf(returns.flat(), PARTS).largestShare * PARTS;
  const codes = [...new Set(restarts.map(({ exit }) => exit.code ?? exit.signal))].join(', ');
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const count = (resumed: boolean) =>
    states.filter(({ event }) => event.resumed === resumed).length;
  const moved = returns.flat().length;
  const checks = [
    check('steps told', String(expected), told),
    check('steps lost', '0', lost),
    check('steps doubled or invented', '0', extra),
    check('errors that clients told of', '0', walkers.all.flatMap(({ errors }) => errors).length),
    check('sessions begun anew', '0', count(false)),
    check('sessions moved, and resumed', String(moved), count(true)),
    check('requests that failed', '0', asked.failures.length),
    check('exit codes', '0', codes),
    check(
      'most attempts in a tenth of the time',
      `at most ${MOST_IN_A_PART} × an even share`,
      `${crowding.toFixed(2)} ×`,
      crowding <= MOST_IN_A_PART,
    ),
  ];
  const rows = restarts.map(({ exit }, i) => [
    String(i + 1),
    String(returns[i]?.length),
    seconds(Math.min(...(returns[i] ?? []))),
    seconds(Math.max(...(returns[i] ?? []))),
    seconds(exit.milliseconds),
  ]);
  const title = `${walkers.all.length} walkers behind HAProxy, ${restarts.length} restarts, ${asked.answered} requests answered`;
  const header = ['restart', 'people moved', 'first back, s', 'last back, s', 'ended after, s'];
  return { tables: [{ title, header, rows }], checks };
}

/** When each client that a restart has sent away tries to come back for the first time: milliseconds since its signal. */
function returnsAfter(walkers: Walkers, from: number, to: number): number[] {
  return walkers.all.flatMap(({ states }) =>
    states.flatMap(({ at, event }, i) => {
      const before = states[i - 1];
      const isFirst =
        event.state === 'connecting' &&
        before?.event.state === 'offline' &&
        states[i - 2]?.event.state === 'open';
      return isFirst && before.at >= from && before.at < to ? [at - from] : [];
    }),
  );
}
