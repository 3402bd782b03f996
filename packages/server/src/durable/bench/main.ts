import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultModel } from '@stepstream/detector';
import { ROW_LENGTH } from '@stepstream/protocol';
import { aWalk, rows } from '@stepstream/testing/stream';
import { type Connection, SessionRegistry, systemClock } from '../../session/index.ts';
import { sampleBlock } from '../../session/testing/sample-block.ts';
import { openStore, type Store } from '../../store/index.ts';
import { Durability } from '../durability.ts';
import { StoreLog } from '../store-log.ts';

/**
 * `npm run bench:durable`: what it costs to keep many sessions beyond the process, each with a second of samples at
 * 50 Hz a second, as crowds send them: processor time, and for how long nothing else could happen. It is measured
 * with SQLite, and in memory, where nothing is kept, in turn.
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '15' },
    rounds: { type: 'string', default: '3' },
  },
});
const SESSIONS = Number(values.sessions);
const SECONDS = Number(values.seconds);
const TIMEOUTS = { timeoutSeconds: 300, resumeSeconds: 120 };
const WALK = rows(aWalk({ samplingRate: 50 }));
const SECOND = 50;
/** Sessions are served in groups, so many a second: each takes the 2 ms or so after which the scheduler looks up. */
const GROUPS = 500;

/** What a run took. */
interface Cost {
  /** Processor time of all threads for a second of all sessions, in seconds. */
  readonly cpu: number;
  /** Longest processor time of the thread that serves between two looks at a timer of 1 ms, in milliseconds. */
  readonly stall: number;
  readonly checkpoints: number;
}

async function run(store: Store): Promise<Cost> {
  const quiet = () => {};
  const model = defaultModel();
  const durability = new Durability({
    ...{ store, clock: systemClock, model: model.id, intervalSeconds: 5 },
    ...TIMEOUTS,
    log: new StoreLog({ info: quiet, warn: console.error }, store.name),
    onSurrender: quiet,
    onError: console.error,
  });
  const registry = new SessionRegistry({
    ...{ clock: systemClock, model, timeoutSeconds: TIMEOUTS.timeoutSeconds },
    resume: { windowSeconds: TIMEOUTS.resumeSeconds, most: SESSIONS },
    keeper: durability.keeper,
  });
  let checkpoints = 0;
  const saved = () => void checkpoints++;
  const connection = (): Connection => ({
    begin: quiet,
    end: quiet,
    hold: quiet,
    leave: quiet,
    saved,
  });
  const sessions = Array.from({ length: SESSIONS }, (_, i) =>
    registry.begin(connection(), `u${i}`),
  );
  const block = sampleBlock(WALK.slice(0, SECOND));
  const serve = (second: number, group: number) => {
    for (let i = group; i < SESSIONS; i += GROUPS) {
      const session = sessions[i];
      if (!session) continue;
      // A session may put right times in place.
      fill(block.rows, second);
      registry.touch(session);
      registry.push(session, block);
    }
  };
  // All have made their networks and their rows.
  for (let group = 0; group < GROUPS; group++) {
    serve(0, group);
    await Bun.sleep(0);
  }
  await durability.saveAll();
  checkpoints = 0;
  const before = process.cpuUsage();
  let last = process.threadCpuUsage();
  let stall = 0;
  const look = setInterval(() => {
    const now = process.threadCpuUsage();
    stall = Math.max(stall, (now.user + now.system - last.user - last.system) / 1000);
    last = now;
  }, 1);
  const start = performance.now();
  for (let second = 1; second <= SECONDS; second++) {
    for (let group = 0; group < GROUPS; group++) {
      serve(second, group);
      // A second of samples takes a second, so that each has its part of the checkpoints.
      const due = start + 1000 * (second - 1 + group / GROUPS);
      await Bun.sleep(Math.max(0, due - performance.now()));
    }
  }
  clearInterval(look);
  const { user, system } = process.cpuUsage(before);
  registry.close('server_closed');
  await durability.close();
  return { cpu: (user + system) / 1e6 / SECONDS, stall, checkpoints };
}

/** Fills in a second of the walk, which begins anew at its end while time goes on. */
function fill(into: Float64Array, second: number): void {
  const from = (second % Math.floor(WALK.length / SECOND)) * SECOND;
  for (let i = 0; i < SECOND; i++) {
    const [, x, y, z] = WALK[from + i] as (typeof WALK)[number];
    into.set([second + i / SECOND, x, y, z], ROW_LENGTH * i);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'stepstream-bench-'));
try {
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const url of ['memory', `sqlite:${join(folder, `${round}.db`)}`]) {
      const { cpu, stall, checkpoints } = await run(await openStore(url));
      const name = url.split(':')[0]?.padEnd(8);
      console.log(
        `${name} ${cpu.toFixed(3)} s of processor a second, longest stall ${stall.toFixed(1)} ms, ${checkpoints} checkpoints`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
process.exit(0);
