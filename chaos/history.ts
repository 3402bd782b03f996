import type { ChaosServer } from './server.ts';
import type { Walker } from './walkers.ts';

/** Seconds of a minute. */
const MINUTE_SECONDS = 60;
/** Users that are asked for at a time. */
const AT_ONCE = 20;

/** What a server's history has of the walkers, against the walks that nobody cut. */
export interface HistoryTally {
  /** Minutes in which somebody steps. */
  readonly minutes: number;
  /** Minutes of which the history has another count. */
  readonly wrong: number;
  /** Steps that it has. */
  readonly steps: number;
}

/** What `GET /users/{id}/steps` answers, as far as it is read here. */
interface StepsAnswer {
  readonly data: readonly { readonly start_time: string; readonly count: number }[];
  readonly next_cursor?: string | null;
}

/** Compares each walker's minutes in the history with those of the uncut walk, whose clock is Unix time. */
export async function tallyHistory(
  server: Pick<ChaosServer, 'ask'>,
  walkers: readonly Walker[],
): Promise<HistoryTally> {
  let [minutes, wrong, steps] = [0, 0, 0];
  for (let from = 0; from < walkers.length; from += AT_ONCE) {
    const some = walkers.slice(from, from + AT_ONCE);
    await Promise.all(
      some.map(async (walker) => {
        const expected = minutesOf(walker.walk.steps);
        const kept = await keptMinutes(server, walker);
        for (const minute of new Set([...expected.keys(), ...kept.keys()])) {
          minutes++;
          steps += kept.get(minute) ?? 0;
          if (expected.get(minute) !== kept.get(minute)) wrong++;
        }
      }),
    );
  }
  return { minutes, wrong, steps };
}

/** Steps of each minute of Unix time. */
function minutesOf(steps: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const time of steps) {
    const minute = Math.floor(time / MINUTE_SECONDS);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

/** @throws {Error} when the server does not answer with the minutes */
async function keptMinutes(
  server: Pick<ChaosServer, 'ask'>,
  { name, walk }: Walker,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const end = (walk.samples.at(-1)?.timestamp ?? walk.begin) + MINUTE_SECONDS;
  const query = new URLSearchParams({
    start: isoTime(walk.begin - MINUTE_SECONDS),
    end: isoTime(end),
    bucket: '1m',
  });
  for (;;) {
    const response = await server.ask(`/users/${name}/steps?${query}`);
    if (!response.ok) throw new Error(`the history answered ${await response.text()}`);
    const { data, next_cursor } = (await response.json()) as StepsAnswer;
    for (const { start_time, count } of data) counts.set(minuteOf(start_time), count);
    if (!next_cursor) return counts;
    query.set('cursor', next_cursor);
  }
}

function minuteOf(time: string): number {
  return Math.round(Date.parse(time) / 1000 / MINUTE_SECONDS);
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
