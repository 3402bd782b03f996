import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { ROW_LENGTH } from '@stepstream/protocol';
import { aWalk, rows } from '@stepstream/testing/stream';
import { Hooks, type StepSession } from '../hooks/index.ts';
import { SessionRegistry } from './registry.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';
import { sampleBlock } from './testing/sample-block.ts';

const WALK = rows(aWalk());
const BATCH = 50;

function setUp() {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    maxRate: 1000,
    resume: { windowSeconds: 120, most: 10 },
  });
  const begin = (userId?: string) => registry.begin(new RecordingConnection(), userId);
  const walk = (session = begin()) => {
    for (let from = 0; from < WALK.length; from += BATCH) {
      clock.advance(1000);
      registry.touch(session);
      registry.push(session, sampleBlock(WALK.slice(from, from + BATCH)));
    }
    return session;
  };
  return { clock, hooks, registry, begin, walk };
}

describe('the hooks of a registry', () => {
  test('tell of a session that begins, that is resumed, and that ends', () => {
    const { hooks, registry, begin } = setUp();
    const told: unknown[] = [];
    hooks.on('sessionStart', ({ id }, { resumed }) => {
      told.push(['start', id, resumed, registry.get(id) !== undefined]);
    });
    hooks.on('sessionEnd', ({ id }, reason) => {
      told.push(['end', id, reason, registry.get(id) !== undefined]);
    });
    const session = begin('ann');
    const { id, resumeToken = '' } = session;
    registry.disconnect(session);
    registry.begin(new RecordingConnection(), 'ann', { token: resumeToken, answered: undefined });
    const next = begin('ann');
    expect(told).toEqual([
      ['start', id, false, true],
      ['start', id, true, true],
      ['end', id, 'replaced', false],
      ['start', next.id, false, true],
    ]);
  });

  test('may begin another session of the user whose session is replaced: one is left, the newest', () => {
    const { hooks, registry, begin } = setUp();
    const ended: unknown[] = [];
    let again: StepSession | undefined;
    hooks.on('sessionEnd', ({ id }, reason) => {
      ended.push([id, reason]);
      again ??= begin('ann');
    });
    const first = begin('ann');
    const second = begin('ann');
    expect([...registry.sessions()].map(({ id }) => id)).toEqual([again?.id as string]);
    expect(ended).toEqual([
      [first.id, 'replaced'],
      [second.id, 'replaced'],
    ]);
  });

  test('tell of every sample with its probabilities', () => {
    const { hooks, walk } = setUp();
    const times: number[] = [];
    const probabilities: number[] = [];
    hooks.on('samples', (_, { block, startProbabilities, endProbabilities }) => {
      for (let i = 0; i < block.count; i++) {
        times.push(block.rows[i * ROW_LENGTH] as number);
        probabilities.push(Math.max(startProbabilities[i] ?? 0, endProbabilities[i] ?? 0));
      }
    });
    walk();
    expect(times).toEqual(WALK.map(([time]) => time));
    expect(Math.max(...probabilities)).toBeGreaterThan(0.5);
    expect(Math.min(...probabilities)).toBeWithin(0, 0.1);
  });

  test('tell of each step with the total that it makes', () => {
    const { hooks, walk } = setUp();
    const totals: number[] = [];
    const times: number[] = [];
    hooks.on('step', (_, { total, timestamp }) => {
      totals.push(total);
      times.push(timestamp);
    });
    const { steps } = walk();
    expect(steps).toBeGreaterThan(30);
    expect(totals).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('tell of one session alone where a listener wants that', () => {
    const { hooks, begin, walk } = setUp();
    const [ann, bob] = [begin('ann'), begin('bob')];
    const heard = new Set<StepSession>();
    hooks.on('samples', (session) => void heard.add(session), { session: ann.id });
    walk(bob);
    expect(heard.size).toBe(0);
    walk(ann);
    expect([...heard]).toEqual([ann]);
  });

  test('tell nothing of samples that were refused', () => {
    const { hooks, registry, begin } = setUp();
    const session = begin();
    const frame = () => registry.push(session, sampleBlock(WALK.slice(0, 1000)));
    let told = 0;
    hooks.on('samples', () => {
      told++;
    });
    // The limit of a thousand a second lets ten thousand through at once.
    const kinds = Array.from({ length: 12 }, () => frame().kind);
    expect(kinds.filter((kind) => kind === 'fault')).toHaveLength(2);
    expect(told).toBe(10);
    expect(session.samples).toBe(10_000);
  });

  test('change nothing of what is found, whether or not anybody listens', () => {
    const [silent, heard] = [setUp(), setUp()];
    heard.hooks.on('samples', () => {});
    heard.hooks.on('step', () => {
      throw new Error('a listener that fails');
    });
    const [one, other] = [silent.walk(), heard.walk()];
    expect(other.stepsAfter(0)).toEqual(one.stepsAfter(0));
    expect(other.steps).toBe(one.steps);
  });
});
