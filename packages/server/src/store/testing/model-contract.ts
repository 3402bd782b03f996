import { test } from 'bun:test';
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import type { Checkpoint, SessionMinute, Store, StoreBatch, UserMinute } from '../index.ts';
import { MINUTE } from './samples.ts';
import type { StoreBench } from './store-kind.ts';

const SESSIONS = Array.from({ length: 4 }, () => crypto.randomUUID());
const USERS = ['ann', 'b{o}b', '\uffee', '😀'];
const EXPIRES = Date.now() + 3_600_000;

/** Objects as they are written in a program. */
const PLAIN = { noNullPrototype: true } as const;

const user = fc.constantFrom(...USERS);
const sessionId = fc.constantFrom(...SESSIONS);
/** A few days, some minutes of which are the same. */
const minute = fc
  .tuple(fc.nat(3), fc.nat(3))
  .map(([day, offset]) => MINUTE + day * 1440 + offset * 479);
const sessionMinute = fc.record({ userId: user, sessionId, minute, count: fc.nat(9) }, PLAIN);
const checkpoint = fc.record(
  {
    sessionId,
    userId: fc.option(user),
    sequence: fc.nat(9),
    savedAt: fc.nat(),
    expiresAt: fc.constant(EXPIRES),
    model: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 9 })
      .filter((m) => !m.includes('\0')),
    formatVersion: fc.nat(9),
    payload: fc.uint8Array({ maxLength: 64 }),
  },
  PLAIN,
);
const sessionEnd = fc.record(
  { sessionId, sequence: fc.nat(9), expiresAt: fc.constant(EXPIRES) },
  PLAIN,
);
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ minutes: fc.array(sessionMinute, { maxLength: 9 }) }) },
  { weight: 6, arbitrary: fc.record({ checkpoints: fc.array(checkpoint, { maxLength: 4 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      checkpoints: fc.array(checkpoint, { maxLength: 2 }),
      minutes: fc.array(sessionMinute, { maxLength: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      removals: fc.array(sessionEnd, { maxLength: 2 }),
      minutes: fc.array(sessionMinute, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ forget: user }) },
  { weight: 1, arbitrary: fc.record({ prune: minute }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

/** Whatever is done to a store, it holds what the simplest of all stores holds. */
export function modelContract({ open, runs }: StoreBench): void {
  test('whatever is written, removed, pruned and forgotten, the rest is there', async () => {
    const property = fc.asyncProperty(
      fc.array(operation, { maxLength: 12 }),
      fc.uniqueArray(minute, { minLength: 2, maxLength: 5 }),
      async (operations, cuts) => {
        const store = await open();
        const model = new Model();
        for (const one of operations) {
          await apply(store, one);
          model.apply(one);
        }
        await compare(
          store,
          model,
          cuts.toSorted((a, b) => a - b),
        );
        await store.close();
      },
    );
    await fc.assert(property, { numRuns: runs });
  });
}

async function apply(store: Store, one: Operation): Promise<void> {
  if ('forget' in one) await store.forget(one.forget);
  else if ('prune' in one) await store.prune(one.prune);
  else await store.saveAll(one);
}

async function compare(store: Store, model: Model, cuts: readonly number[]): Promise<void> {
  for (const id of SESSIONS) {
    const kept = model.checkpoints.get(id);
    deepStrictEqual(
      await store.load(id),
      kept ? { state: 'found', checkpoint: kept } : { state: 'missing' },
    );
  }
  for (const userId of USERS) {
    const minutes: UserMinute[] = [];
    for await (const page of store.minutes(userId, { start: 0, end: 2 ** 31 - 1 }, 3)) {
      minutes.push(...page);
    }
    const expected = model.minutesOf(userId);
    deepStrictEqual(minutes, expected);
    const between = (start: number, end: number) =>
      expected.reduce(
        (sum, { minute: at, count }) => sum + (at >= start && at < end ? count : 0),
        0,
      );
    deepStrictEqual(await store.total(userId), between(0, Number.POSITIVE_INFINITY));
    const sums = cuts.slice(1).map((end, i) => between(cuts[i] ?? 0, end));
    deepStrictEqual(await store.sums(userId, cuts), sums);
    const sessions = (await store.loadByUser(userId)).map((one) =>
      one.state === 'found' ? one.checkpoint.sessionId : one.state,
    );
    deepStrictEqual(new Set(sessions), new Set(model.sessionsOf(userId)));
  }
  // The names are in the order of their bytes already.
  deepStrictEqual(
    await store.users(9),
    USERS.filter((userId) => model.minutesOf(userId).length > 0),
  );
}

/** What a store ought to hold, without any thought of speed. */
class Model {
  readonly checkpoints = new Map<string, Checkpoint>();
  /** How many frames the sessions that are over had. */
  readonly #ends = new Map<string, number>();
  #minutes: SessionMinute[] = [];

  apply(one: Operation): void {
    if ('forget' in one) {
      this.#minutes = this.#minutes.filter(({ userId }) => userId !== one.forget);
      for (const id of this.sessionsOf(one.forget)) this.checkpoints.delete(id);
    } else if ('prune' in one) {
      this.#minutes = this.#minutes.filter(({ minute: at }) => at >= one.prune);
    } else {
      this.#write(one);
    }
  }

  #write({ checkpoints = [], minutes = [], removals = [] }: StoreBatch): void {
    const older = new Set<string>();
    for (const [id, all] of Map.groupBy(removals, (one) => one.sessionId)) {
      const sequence = Math.max(...all.map((one) => one.sequence));
      const kept = this.checkpoints.get(id)?.sequence ?? this.#ends.get(id) ?? 0;
      if (sequence < kept) older.add(id);
      else this.#ends.set(id, sequence);
      if (sequence >= kept) this.checkpoints.delete(id);
    }
    for (const [id, all] of Map.groupBy(checkpoints, (one) => one.sessionId)) {
      const next = all.reduce((a, b) => (b.sequence >= a.sequence ? b : a));
      const kept = this.checkpoints.get(id);
      const end = kept ? -1 : (this.#ends.get(id) ?? -1);
      if (next.sequence < (kept?.sequence ?? 0) || next.sequence <= end) {
        older.add(id);
        continue;
      }
      this.checkpoints.set(id, next);
      this.#ends.delete(id);
    }
    const counted = minutes.filter(({ sessionId, count }) => count > 0 && !older.has(sessionId));
    this.#minutes.push(...counted);
  }

  sessionsOf(userId: string): string[] {
    return SESSIONS.filter((id) => this.checkpoints.get(id)?.userId === userId);
  }

  minutesOf(userId: string): UserMinute[] {
    const own = this.#minutes.filter((one) => one.userId === userId);
    const at = [...new Set(own.map((one) => one.minute))].sort((a, b) => a - b);
    return at.map((when) => ({
      minute: when,
      count: SESSIONS.reduce((sum, id) => {
        const counts = own.filter((one) => one.minute === when && one.sessionId === id);
        return sum + Math.max(0, ...counts.map(({ count }) => count));
      }, 0),
    }));
  }
}
