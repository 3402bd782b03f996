import { FaultyLink } from '@stepstream/testing/faulty-link';
import { type Command, Option } from 'commander';
import { wholeNumberOption } from 'stepstream/terminal';
import { begunAnew } from '../begun-anew.ts';
import { type HistoryTally, tallyHistory } from '../history.ts';
import { loadWalks } from '../recordings.ts';
import type { Check, Outcome, Scenario, Table, Tell } from '../scenario.ts';
import { ChaosServer } from '../server.ts';
import { type ChaosStore, STORE_KINDS, type StoreKind, startStore } from '../store.ts';
import { tallyOf, totalOf, Walkers } from '../walkers.ts';

const SIGNALS = ['KILL', 'TERM'] as const;

interface Flags {
  readonly walkers: number;
  readonly seconds: number;
  readonly kills: number;
  readonly signal: (typeof SIGNALS)[number];
  readonly cut: number;
  readonly store: StoreKind;
  readonly outage: number;
}

/** What has been done so far. */
interface Harm {
  kills: number;
  cuts: number;
  outages: number;
}

/** Different walks that are walked. */
const WALKS = 20;
/** A session is saved once an interval, 5 s, and a busy server may be a little late. */
const SAFE_AFTER_MS = 6000;
/** A server stays away for up to so long, in milliseconds. */
const MAX_AWAY_MS = 1000;
/** Share of the walk after which the store is stopped. */
const OUTAGE_AFTER = 1 / 3;
/** Walkers that are told one by one when something is wrong with them. */
const MAX_ROWS = 10;
/** Clients come back soon: a run should not be as long as their patience. */
const CLIENT = { maxDelay: 2000, settings: { clock: 'unix' } } as const;

/** `chaos kill`: whatever happens to the server, each client and the history have each step once. */
export const kill: Scenario<Flags> = {
  name: 'kill',
  description: 'Kills the server at random moments while people walk, and starts it again.',
  options: (command: Command) =>
    command
      .option('--walkers <n>', 'people who walk', wholeNumberOption(1, 10_000), 200)
      .option('--seconds <n>', 'how long they walk', wholeNumberOption(10, 3600), 120)
      .option('--kills <n>', 'how often the server is killed', wholeNumberOption(0, 1000), 20)
      .addOption(new Option('--signal <name>', 'how').choices(SIGNALS).default('KILL'))
      .option(
        '--cut <seconds>',
        'also cuts all connections so often; 0 for never',
        wholeNumberOption(0, 600),
        0,
      )
      .addOption(
        new Option('--store <kind>', 'what the server keeps things in, started for this')
          .choices(STORE_KINDS)
          .default('sqlite'),
      )
      .option(
        '--outage <seconds>',
        'also stops the store once for so long; not with sqlite',
        wholeNumberOption(0, 600),
        0,
      ),
  run,
};

async function run(flags: Flags, tell: Tell): Promise<Outcome> {
  tell('reading the recordings');
  const begin = Math.floor(Date.now() / 1000) - flags.seconds;
  const walks = await loadWalks(flags.seconds, WALKS, begin);
  const store = await startStore(flags.store);
  const harm: Harm = { kills: 0, cuts: 0, outages: 0 };
  let server: ChaosServer | undefined;
  let link: FaultyLink | undefined;
  let walkers: Walkers | undefined;
  const abort = new AbortController();
  try {
    // A drain that takes as long as it likes would leave no time for the next kill.
    server = await ChaosServer.start([
      '--log-level',
      'error',
      '--drain-spread',
      '1',
      ...store.args,
    ]);
    link = await FaultyLink.start(server.url);
    const { streamUrl } = link;
    walkers = new Walkers({ walks, count: flags.walkers, url: () => streamUrl, client: CLIENT });
    const walking = walkers.walk();
    walking.catch(() => {});
    const stopTelling = tellProgress(walkers, harm, tell);
    const harming = Promise.all([
      killAtRandom(server, walkers, flags, harm),
      cutLinks(link, flags, harm, abort.signal),
      stopStore(store, walkers, flags, harm),
    ]);
    try {
      await Promise.race([walking, harming.then(() => walking)]);
      abort.abort();
      await harming;
    } finally {
      abort.abort();
      stopTelling();
    }
    tell('reading the history');
    return outcome(walkers, await tallyHistory(server, walkers.all), flags, harm);
  } finally {
    await walkers?.close();
    await link?.stop();
    await server?.stop();
    await store.remove();
  }
}

/** Kills the server at moments that are drawn anew in each run, and starts it again. */
async function killAtRandom(
  server: ChaosServer,
  walkers: Walkers,
  { kills, signal }: Flags,
  harm: Harm,
): Promise<void> {
  const moments = Array.from({ length: kills }, () => Math.random() * walkers.seconds * 1000);
  for (const moment of moments.toSorted((a, b) => a - b)) {
    await Bun.sleep(Math.max(0, moment - walkers.now));
    await server.end(`SIG${signal}`);
    harm.kills++;
    await Bun.sleep(Math.random() * MAX_AWAY_MS);
    // While its store is away a server ends at its start, and says why.
    await server.startUntilItStays();
  }
}

async function cutLinks(
  link: FaultyLink,
  { cut }: Flags,
  harm: Harm,
  signal: AbortSignal,
): Promise<void> {
  while (cut > 0 && !signal.aborted) {
    await Bun.sleep(cut * 1000);
    // The last word of a walk, which ends its session, must be heard: who says stop twice is a stranger.
    if (signal.aborted) return;
    link.cut();
    harm.cuts++;
  }
}

async function stopStore(
  { stopFor }: ChaosStore,
  walkers: Walkers,
  { outage }: Flags,
  harm: Harm,
): Promise<void> {
  if (outage === 0 || !stopFor) return;
  await Bun.sleep(Math.max(0, OUTAGE_AFTER * walkers.seconds * 1000 - walkers.now));
  await stopFor(outage);
  harm.outages++;
}

function tellProgress(walkers: Walkers, harm: Harm, tell: Tell): () => void {
  const timer = setInterval(() => {
    const seconds = `${(walkers.now / 1000).toFixed(0)} of ${walkers.seconds.toFixed(0)} s`;
    const people = `${walkers.connected} of ${walkers.all.length} connected`;
    tell(`${seconds}, ${people}, ${walkers.steps} steps, ${harm.kills} kills, ${harm.cuts} cuts`);
  }, 200);
  return () => clearInterval(timer);
}

function outcome(walkers: Walkers, history: HistoryTally, flags: Flags, harm: Harm): Outcome {
  const { expected, told, lost, extra } = totalOf(walkers.all);
  const states = walkers.all.flatMap((walker) => walker.states);
  const anew = begunAnew(walkers.all, SAFE_AFTER_MS + 1000 * flags.outage);
  const resumed = states.filter(({ event }) => event.resumed === true).length;
  const wrong = walkers.all
    .map((walker) => ({ walker, tally: tallyOf(walker) }))
    .filter(({ tally }) => tally.lost + tally.extra > 0);
  const tables: Table[] = [
    {
      title: `${flags.walkers} walkers for ${flags.seconds} s, ${flags.store}, SIG${flags.signal}`,
      header: ['kills', 'cuts', 'outages of the store', 'sessions resumed', 'lost before saved'],
      rows: [[harm.kills, harm.cuts, harm.outages, resumed, anew.unsaved].map(String)],
    },
  ];
  if (wrong.length > 0) {
    tables.push({
      title: `Whose steps are wrong (the first ${MAX_ROWS})`,
      header: ['walker', 'walk', 'expected', 'told', 'lost', 'doubled'],
      rows: wrong
        .slice(0, MAX_ROWS)
        .map(({ walker, tally }) => [
          walker.name,
          walker.walk.name,
          ...[tally.expected, tally.told, tally.lost, tally.extra].map(String),
        ]),
    });
  }
  const checks: Check[] = [
    check('steps told', expected, told),
    check('steps lost', 0, lost),
    check('steps doubled or invented', 0, extra),
    check('minutes of the history that differ', 0, history.wrong),
    check('steps in the history', expected, history.steps),
    check('sessions lost after they were saved', 0, anew.saved),
    check('kills', flags.kills, harm.kills),
  ];
  return { tables, checks };
}

function check(what: string, expected: number, measured: number): Check {
  return {
    what,
    expected: String(expected),
    measured: String(measured),
    met: measured === expected,
  };
}
