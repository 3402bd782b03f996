import { createStepstream } from '../../engine/create-stepstream.ts';
import { enginePartsOf } from '../../engine/engine-parts.ts';
import type { BufferedStore, Store } from '../index.ts';
import type { Tell } from './history-bench.ts';
import { type Times, timesOf } from './measure.ts';
import { RESTLESS, USUAL } from './user-minutes.ts';

const ROUNDS = 9;
const BERLIN = 'time_zone=Europe/Berlin';
const DAY = `start=2025-07-01&end=2025-07-02&${BERLIN}`;
const YEAR = `start=2025-01-01&end=2026-01-01&${BERLIN}`;
/** Increments of each tenth of a second. */
const INCREMENTS = 100;
const TICK_MS = 100;

/**
 * Asks a server over its port for what the store was filled with, alone and while a thousand counts a second come in.
 *
 * @param store filled by `benchHistory`; it stays open
 */
export async function benchRoutes(
  store: Store,
  days: number,
  seconds: number,
  tell: Tell,
): Promise<void> {
  const engine = createStepstream({
    store: { ...store, close: async () => {} },
    logLevel: 'error',
  });
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: engine.fetch,
    websocket: engine.websocket,
  });
  const ask = async (path: string) => {
    const response = await fetch(new URL(path, server.url), {
      headers: { authorization: `Bearer ${engine.adminToken}` },
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.bytes()).length;
  };
  try {
    for (const userId of [USUAL, RESTLESS]) {
      const steps = `/users/${userId}/steps`;
      const questions: Readonly<Record<string, string>> = {
        'GET a day': `${steps}?${DAY}&bucket=1d`,
        'GET a day by hour': `${steps}?${DAY}&bucket=1h&fill=zero`,
        'GET a day by minute': `${steps}?${DAY}&bucket=1m&limit=1500`,
        'GET a year by day': `${steps}?${YEAR}&bucket=1d&fill=zero`,
        'GET a year by hour, first 1000': `${steps}?${YEAR}&bucket=1h`,
      };
      for (const [what, path] of Object.entries(questions)) {
        tell(`${userId}: ${what}`, spread(await timesOf(ROUNDS, () => ask(path))));
      }
      const start = performance.now();
      const bytes = await ask(`/users/${userId}/export?format=csv`);
      const rate = bytes / 1000 / (performance.now() - start);
      tell(`${userId}: GET the export, ${days} days by minute`, `${rate.toFixed(1)} MB/s`);
    }
    const { buffer } = enginePartsOf(engine).durability;
    const path = `/users/${USUAL}/steps?${DAY}&bucket=1h`;
    const { times, waiting } = await sustain(buffer, seconds, () => ask(path));
    tell(`${USUAL}: GET a day by hour under 1,000 counts/s`, spread(times));
    tell('counts that waited at most', `${waiting}`);
  } finally {
    await server.stop(true);
    await engine.close();
  }
}

/** Lets so many counts a second grow, and asks a question all the time. */
async function sustain(buffer: BufferedStore, seconds: number, ask: () => Promise<unknown>) {
  const sessions = Array.from({ length: 10 * INCREMENTS }, () => crypto.randomUUID());
  const minute = Math.floor(Date.now() / 60_000);
  const ticks = (seconds * 1000) / TICK_MS;
  const begun = performance.now();
  const times: number[] = [];
  let waiting = 0;
  for (let tick = 0; tick < ticks; tick++) {
    for (let i = 0; i < INCREMENTS; i++) {
      const walker = (tick * INCREMENTS + i) % sessions.length;
      const sessionId = sessions[walker] ?? '';
      buffer.record({ userId: `walker-${walker}`, sessionId, minute, count: tick + 1 });
    }
    waiting = Math.max(waiting, buffer.waiting.minutes);
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
    await Bun.sleep(Math.max(begun + (tick + 1) * TICK_MS - performance.now(), 0));
  }
  times.sort((a, b) => a - b);
  const [min = 0, median = 0, max = 0] = [times[0], times[times.length >> 1], times.at(-1)];
  return { times: { min, median, max }, waiting };
}

function spread({ min, median, max }: Times): string {
  return `${median.toFixed(1)} ms (${min.toFixed(1)} to ${max.toFixed(1)})`;
}
