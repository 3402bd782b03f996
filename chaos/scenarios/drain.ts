import type { Command } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { type Moves, movesOf, PARTS } from '../moves.ts';
import { loadWalks } from '../recordings.ts';
import { check, type Outcome, type Scenario, type Table, type Tell } from '../scenario.ts';
import { ChaosServer, type Exit } from '../server.ts';
import { totalOf, Walkers } from '../walkers.ts';
import { type DrainingSeen, watchDraining } from '../watch-draining.ts';

interface Flags {
  readonly walkers: number;
  readonly seconds: number;
  readonly restarts: number;
  readonly spread: number;
  readonly store?: string;
}

/** A restart, and what was seen of it. */
interface Restart {
  /** When it began, in milliseconds of the walkers' clock. */
  readonly at: number;
  readonly exit: Exit;
  readonly seen: DrainingSeen;
  /** How long no server was there, in milliseconds. */
  readonly away: number;
}

/** Different walks that are walked. */
const WALKS = 20;
/** No tenth of the time in which clients try to come back may have more than so many times an even share. */
const MOST_IN_A_PART = 2;

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
  const server = await ChaosServer.start([
    ...['--log-level', 'error', '--drain-spread', String(flags.spread)],
    ...store,
  ]);
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
    const ended = server.end('SIGTERM');
    const seen = await watchDraining(server, ended);
    const exit = await ended;
    const gone = walkers.now;
    await server.startAgain();
    done.push({ at, exit, seen, away: walkers.now - gone });
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
  const count = (resumed: boolean) =>
    states.filter(({ event }) => event.resumed === resumed).length;
  const [begunAnew, resumed] = [count(false), count(true)];
  const moves = restarts.map(({ at }, i) => movesOf(walkers.all, at, restarts[i + 1]?.at));
  const crowding = Math.max(0, ...moves.map(({ tried }) => tried.largestShare * PARTS));
  const due = movesOf(walkers.all, 0).lost.count;
  const seen = (pick: (seen: DrainingSeen) => readonly number[]) =>
    [...new Set(restarts.flatMap((restart) => pick(restart.seen)))].join(', ');
  const codes = [...new Set(restarts.map(({ exit }) => exit.code ?? exit.signal))].join(', ');
  const checks = [
    check('steps told', String(expected), told),
    check('steps lost', '0', lost),
    check('steps doubled or invented', '0', extra),
    check('sessions begun anew', '0', begunAnew),
    ...(flags.restarts === 0
      ? []
      : [
          check('connections lost, and resumed', String(due), resumed),
          check('exit code', '0', codes),
          check(
            '/readyz while it drains',
            '503',
            seen(({ readiness }) => readiness),
          ),
          check(
            '/healthz while it drains',
            '200',
            seen(({ liveness }) => liveness),
          ),
          check(
            'how newcomers are turned away',
            '1012',
            seen(({ refusals }) => refusals),
          ),
          check(
            'most attempts in a tenth of the time',
            `at most ${MOST_IN_A_PART} × an even share`,
            `${crowding.toFixed(2)} ×`,
            crowding <= MOST_IN_A_PART,
          ),
        ]),
  ];
  return { tables: restarts.length > 0 ? [tableOf(moves, restarts, flags)] : [], checks };
}

function tableOf(moves: readonly Moves[], restarts: readonly Restart[], flags: Flags): Table {
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  const cells = ({ count, width, largestShare }: Moves['lost']) => [
    `${count} in ${seconds(width)}`,
    `${(100 * largestShare).toFixed(0)} %`,
  ];
  return {
    title:
      `${flags.walkers} walkers, ${flags.restarts} restarts with --drain-spread ${flags.spread}; in seconds, and with ` +
      'the largest share of a tenth of that time',
    header: [
      ...['restart', 'let go', 'most', 'first attempts', 'most', 'back', 'most'],
      ...['ended after', 'away for'],
    ],
    rows: moves.map(({ lost, tried, back }, i) => [
      String(i + 1),
      ...[...cells(lost), ...cells(tried), ...cells(back)],
      seconds(restarts[i]?.exit.milliseconds ?? 0),
      seconds(restarts[i]?.away ?? 0),
    ]),
  };
}
