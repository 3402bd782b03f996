import { StepDetector } from '@stepstream/detector';
import { median } from '@stepstream/math';
import { Session } from 'stepstream/internals';
import type { SavedSession } from './results.ts';
import { accel, block, fillSecond, model, RATE, registry } from './walk-seconds.ts';

/**
 * What it costs to save a session, and how large it is then: `bun bench/saved-session.ts [ROUNDS] [SESSIONS]` prints
 * it as JSON. The sessions take turns, so that the past of each comes from memory, as it does in a server.
 *
 * The median of the quieter half of the rounds counts, as in `parts.ts`.
 */

const ROUNDS = Number(process.argv[2] ?? 600);
/** Short rounds: on a busy machine some of them are quiet. */
const RUNS = 100;
const SESSIONS = Number(process.argv[3] ?? 1000);
/** As long as it takes to have the last 64 steps; and how far the next session lags behind, in parts of it. */
const SECONDS = 60;

let largest = 0;
const sessions = Array.from({ length: SESSIONS }, (_, i) => {
  const connection = { begin() {}, end() {}, hold() {}, leave() {} };
  const session = registry.begin(connection, `user-${i}`);
  session.configure({ clock: 'unix', time_zone: 'Europe/Berlin' });
  for (let second = 0; second < SECONDS; second++) {
    fillSecond(second, { lag: i % RATE, origin: 1.7e9 });
    session.touch();
    session.push(block);
    if (i < RATE) largest = Math.max(largest, session.save().length);
  }
  return session;
});
const saved = sessions.map((session) => session.save().slice());
const detector = new StepDetector({ model });
for (let i = 0; i < SECONDS * RATE; i++) {
  const [x = 0, y = 0, z = 0] = accel.subarray((3 * i) % accel.length);
  detector.push(i / RATE, x, y, z);
}

/** CPU time of a run, for one session after the other, in µs. The first rounds warm up. */
function measure(run: (i: number) => void): number {
  let next = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let i = 0; i < RUNS; i++) run(next++ % SESSIONS);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / RUNS;
  });
  const warm = rounds.slice(ROUNDS >> 2).sort((a, b) => a - b);
  return median(warm.slice(0, Math.ceil(warm.length / 2))) ?? Number.NaN;
}

const result: SavedSession = {
  bytes: largest,
  saveMicroseconds: measure((i) => sessions[i]?.save()),
  restoreMicroseconds: measure((i) => {
    const state = saved[i] as Uint8Array;
    Session.restore({ id: sessions[i]?.id ?? '', userId: `user-${i}`, state }, registry.context);
  }),
  detectorBytes: detector.save().length,
  saveDetectorMicroseconds: measure(() => detector.save()),
};
console.log(JSON.stringify(result));
process.exit(0);
