import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { spreadOf } from '../evenness.ts';
import { loadWalks } from '../recordings.ts';
import type { Check, Outcome, Scenario, Table, Tell } from '../scenario.ts';
import { ChaosServer, type Exit } from '../server.ts';
import { totalOf, Walkers } from '../walkers.ts';

interface Flags {
  readonly walkers: number;
  readonly seconds: number;
  readonly restarts: number;
  readonly spread: number;
  readonly store?: string;
}

/** A restart, and what the walkers saw of it. */
interface Restart {
  readonly exit: Exit;
  /** When it began, in milliseconds of the walkers' clock. */
  readonly at: number;
}

/** Different walks that are walked. */
const WALKS = 20;
/** No tenth of the time in which clients return may have more than so many times its share. */
const MOST_AT_ONCE = 2;
const PARTS = 10;

/** `chaos drain`: an orderly restart loses nobody's count, and spreads the clients' return. */
export const drain: Scenario<Flags> = {
  name: 'drain',
  description: 'Restarts the server with SIGTERM while people walk, as a deploy does.',
  options: (command: Command) =>
    command
      .option('--walkers <n>', 'people who walk', wholeNumberOption(1, 10_000), 200)
      .option('--seconds <n>', 'how long they walk', wholeNumberOption(10, 3600), 60)
      .option('--restarts <n>', 'how often the server is restarted', wholeNumberOption(0, 100), 3)
      .option('--spread <n>', '--drain-spread of the server', wholeNumberOption(0, 600), 5)
      .option('--store <url>', '--store of the server; else its default'),
  run,
};

async function run(flags: Flags, tell: Tell): Promise<Outcome> {
  tell('reading the recordings');
  const walks = await loadWalks(flags.seconds, WALKS);
  const store = flags.store === undefined ? [] : ['--store', flags.store];
  const server = await ChaosServer.start([...['--log-level', 'error'], ...store]);
  const walkers = new Walkers({ walks, count: flags.walkers, url: () => server.streamUrl });
  const restarts: Restart[] = [];
  try {
    const walking = walkers.walk();
    // A rejection is seen where it is awaited, after the restarts.
    walking.catch(() => {});
    const stopTelling = tellProgress(walkers, restarts, tell);
    try {
      await restartInTurn(server, walkers, flags, restarts);
      await walking;
    } finally {
      stopTelling();
    }
    return outcome(walkers, restarts, flags);
  } finally {
    await walkers.close();
    await server.stop();
  }
}

/** Restarts the server, evenly over the walk. */
async function restartInTurn(
  server: ChaosServer,
  walkers: Walkers,
  { restarts }: Flags,
  done: Restart[],
): Promise<void> {
  for (let i = 1; i <= restarts; i++) {
    const due = (walkers.seconds * 1000 * i) / (restarts + 1);
    await Bun.sleep(Math.max(0, due - walkers.now));
    const at = walkers.now;
    const exit = await server.end('SIGTERM');
    done.push({ exit, at });
    await server.startAgain();
  }
}

function tellProgress(walkers: Walkers, restarts: readonly Restart[], tell: Tell): () => void {
  const timer = setInterval(() => {
    const seconds = `${(walkers.now / 1000).toFixed(0)} of ${walkers.seconds.toFixed(0)} s`;
    const people = `${walkers.connected} of ${walkers.all.length} connected`;
    tell(`${seconds}, ${people}, ${walkers.steps} steps, ${restarts.length} restarts`);
  }, 200);
  return () => clearInterval(timer);
}

function outcome(walkers: Walkers, restarts: readonly Restart[], flags: Flags): Outcome {
  const { expected, told, lost, extra } = totalOf(walkers.all);
  const states = walkers.all.flatMap((walker) => walker.states);
  const begunAnew = states.filter(({ event }) => event.resumed === false).length;
  const resumed = states.filter(({ event }) => event.resumed === true).length;
  const codes = restarts.map(({ exit }) => exit.code ?? exit.signal);
  const returns = restarts.map(({ at }, i) => {
    const until = restarts[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const seen = states.filter((state) => state.at >= at && state.at < until);
    const told = seen.filter(({ event }) => event.state === 'offline' && event.code === 1012);
    const open = seen.filter(({ event }) => event.state === 'open');
    return {
      closes: spreadOf(
        told.map((state) => state.at),
        PARTS,
      ),
      opens: spreadOf(
        open.map((state) => state.at),
        PARTS,
      ),
      exit: restarts[i]?.exit,
    };
  });
  const most = Math.max(0, ...returns.map(({ opens }) => opens.largestShare * PARTS));
  const table: Table = {
    title: `${flags.walkers} walkers, ${flags.restarts} restarts with --drain-spread ${flags.spread}`,
    header: [
      'restart',
      'closed',
      'within ms',
      'returned',
      'within ms',
      'most in a tenth',
      'ended after ms',
    ],
    rows: returns.map(({ closes, opens, exit }, i) => [
      String(i + 1),
      ...[closes.count, closes.width.toFixed(0), opens.count, opens.width.toFixed(0)].map(String),
      `${(100 * opens.largestShare).toFixed(0)} %`,
      (exit?.milliseconds ?? 0).toFixed(0),
    ]),
  };
  const checks: Check[] = [
    check('steps lost', '0', lost, lost === 0),
    check('steps doubled or invented', '0', extra, extra === 0),
    check('steps told', String(expected), told, told === expected),
    check('sessions begun anew', '0', begunAnew, begunAnew === 0),
    check(
      'sessions resumed',
      `${flags.walkers * flags.restarts}`,
      resumed,
      resumed >= flags.walkers * flags.restarts,
    ),
    check(
      'exit codes',
      '0',
      codes.join(', '),
      codes.every((code) => code === 0),
    ),
    check(
      'most returns in a tenth of the time',
      `at most ${MOST_AT_ONCE} × an even share`,
      `${most.toFixed(2)} ×`,
      most <= MOST_AT_ONCE,
    ),
  ];
  return { tables: [table], checks };
}

function check(what: string, expected: string, measured: number | string, met: boolean): Check {
  return { what, expected, measured: String(measured), met };
}
