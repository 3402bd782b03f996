import { heapStats } from 'bun:jsc';
import { median } from '@stepstream/math';
import { DEFAULT_CONFIG } from 'stepstream';
import { Hooks, PastKeeper, SessionRegistry, systemClock } from 'stepstream/internals';
import { pairedRatio } from '../paired-ratio.ts';
import { block, fillSecond, model, RATE } from '../walk-seconds.ts';

/** What it costs to keep the last half minute of sessions. */
export interface PastCost {
  readonly bytesASession: number;
  /** Processor time of a sample whose past is kept, over that of one whose past is not. */
  readonly ratio: number;
  /** Processor time of a sample whose past is not kept, in µs. */
  readonly microseconds: number;
}

/**
 * `bun bench/console/past.ts SESSIONS` prints a {@link PastCost} as JSON: half of the sessions are kept, half are not,
 * and they take turns, a second of their walk at a time.
 */

const SESSIONS = Number(process.argv[2] ?? 5000);
/** As long as the past is, and a little more. */
const SECONDS = 40;

/** Sessions, and what is told of them. */
function crowd() {
  const hooks = new Hooks();
  const { sessionTimeout: timeoutSeconds } = DEFAULT_CONFIG;
  const registry = new SessionRegistry({ clock: systemClock, hooks, model, timeoutSeconds });
  const sessions = Array.from({ length: SESSIONS / 2 }, () =>
    registry.begin({ begin() {}, end() {}, hold() {}, leave() {} }),
  );
  const past = new PastKeeper(hooks);
  /** Processor time of a second of all, in µs a sample. */
  const walk = () => {
    const start = process.cpuUsage();
    for (const session of sessions) registry.push(session, block);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / (sessions.length * RATE);
  };
  return { past, walk };
}

async function bytesInUse(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    Bun.gc(true);
    await Bun.sleep(50);
  }
  return heapStats().heapSize;
}

const kept = crowd();
const others = crowd();
kept.past.start();
const times: [kept: number[], others: number[]] = [[], []];
for (let second = 0; second < SECONDS; second++) {
  fillSecond(second);
  const order = second % 2 === 0 ? [0, 1] : [1, 0];
  for (const which of order) times[which as 0 | 1].push((which === 0 ? kept : others).walk());
}
// The first rounds warm up.
const [ones, twos] = times.map((each) => each.slice(SECONDS >> 2)) as [number[], number[]];
const withPast = await bytesInUse();
kept.past.stop();
const cost: PastCost = {
  bytesASession: Math.round((withPast - (await bytesInUse())) / (SESSIONS / 2)),
  ratio: pairedRatio(ones, twos),
  microseconds: median(twos) ?? Number.NaN,
};
console.log(JSON.stringify(cost));
process.exit(0);
