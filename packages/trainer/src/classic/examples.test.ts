import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { RecordingMeta } from '../evaluation/datasets.ts';
import { type Example, inTurn, rest, walk } from '../evaluation/example-recordings.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { candidatesOf } from './candidates.ts';
import { type Lesson, learn } from './examples.ts';

const steps = (seconds: number, activity?: string) =>
  walk({ seconds, stepsPerSecond: 2, ...(activity !== undefined && { activity }) });

const handheld: RecordingMeta = { set: 'handheld', name: 'a', path: '', person: 'person1' };
const phones = (phone: string, person = 'walker1'): RecordingMeta => {
  const place = { placement: 'inhand', surface: 'hard', number: 1 };
  return { set: 'phones', name: `${person} ${phone}`, path: '', person, phone, ...place };
};
const daily: RecordingMeta = { set: 'daily', name: 'd', path: '', person: 's01', device: 'phone' };
const watch = (activity: 'walking' | 'sitting' | 'standing' | 'jogging'): RecordingMeta => {
  return { set: 'watch', name: 'w', path: '', person: 'w1', activity };
};

/** A recording whose reference's clock goes `offset` seconds behind the sensor's. */
function lazy(meta: RecordingMeta, { recording, truth }: Example, offset = 0): LazyRecording {
  const known = meta.set === 'handheld' || meta.set === 'phones';
  return {
    meta,
    recording: async () => recording,
    truth: async () => (known ? truth.map((time) => time - offset) : null),
  };
}

const learnOne = async (meta: RecordingMeta, example: Example, offset = 0): Promise<Lesson> => {
  const [lesson] = await learn([lazy(meta, example, offset)]);
  if (!lesson) throw new Error('a lesson was expected');
  return lesson;
};
const outcomes = ({ examples }: Lesson) => examples.map(({ outcome }) => outcome);
const contacts = (lesson: Lesson) => outcomes(lesson).filter((outcome) => outcome === 1).length;

describe('a walk with known steps', () => {
  const example = inTurn(steps(20), rest(10));

  test('teaches each of its peaks: one for each contact is one, all others are none', async () => {
    const lesson = await learnOne(handheld, example);
    const candidates = candidatesOf(example.recording);
    expect(lesson.meta).toBe(handheld);
    expect(lesson.examples.map(({ values }) => values)).toEqual(
      candidates.map(({ values }) => values),
    );
    expect(lesson.examples.every(({ weight }) => weight === 1)).toBe(true);
    // The first contact may lie before there is any evidence.
    expect(contacts(lesson)).toBeWithin(example.truth.length - 2, example.truth.length + 1);
    candidates.forEach(({ time }, i) => {
      const nearest = Math.min(...example.truth.map((contact) => Math.abs(time - contact)));
      if (outcomes(lesson)[i] === 1) expect(nearest).toBeLessThan(0.3);
      else expect(nearest).toBeGreaterThan(0.02);
    });
  });

  test('of which half the contacts were none teaches that as well', async () => {
    const half = { ...example, truth: example.truth.filter((_, i) => i % 2 === 0) };
    const [all, some] = [await learnOne(handheld, example), await learnOne(handheld, half)];
    expect(some.examples.length).toBe(all.examples.length);
    expect(contacts(some)).toBeWithin(half.truth.length - 2, half.truth.length + 1);
  });

  test('teaches the same whatever constant its clocks differ by', async () => {
    const right = await learnOne(handheld, example);
    const constant = fc.double({ min: -0.1, max: 0.1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(constant, async (offset) => {
        const lesson = await learnOne(handheld, example, offset);
        expect(outcomes(lesson)).toEqual(outcomes(right));
        lesson.delays.forEach((delay, i) => {
          expect(delay - (right.delays[i] as number)).toBeCloseTo(offset, 9);
        });
      }),
      { numRuns: 15 },
    );
  });

  test('tells delays of level walking only', async () => {
    const level = steps(20, 'walking');
    const { delays } = await learnOne(handheld, inTurn(level, steps(20, 'upstairs')));
    const alone = await learnOne(handheld, level);
    expect(alone.delays.length).toBeWithin(38, 41);
    expect(delays.length).toBeWithin(alone.delays.length - 1, alone.delays.length + 2);
    for (const delay of delays) expect(delay).toBeWithin(0, 0.15);
    expect((await learnOne(handheld, steps(20, 'upstairs'))).delays).toEqual([]);
  });
});

describe('the offset between the clocks', () => {
  const example = steps(20);

  test('is that of a person and a phone, over all their recordings', async () => {
    const recordings = [
      lazy(phones('pixel'), example, 0.1),
      lazy(phones('nexus'), example, -0.1),
      lazy(phones('pixel', 'walker2'), example, -0.1),
      lazy(phones('pixel'), example, 0.1),
    ];
    const lessons = await learn(recordings);
    const alone = outcomes(await learnOne(phones('pixel'), example));
    for (const lesson of lessons) expect(outcomes(lesson)).toEqual(alone);
    expect(lessons.map(({ meta }) => meta.name).sort()).toEqual(
      recordings.map(({ meta }) => meta.name).sort(),
    );
  });

  test('is one for all of them: a recording that differs is not forgiven', async () => {
    const many = Array.from({ length: 4 }, () => lazy(phones('pixel'), example, 0.1));
    const lessons = await learn([...many, lazy(phones('pixel'), example, -0.14)]);
    expect(contacts(lessons[0] as Lesson)).toBeGreaterThan(36);
    expect(contacts(lessons[4] as Lesson)).toBeLessThan(5);
  });
});

describe('a recording without known steps', () => {
  test('of the daily set teaches that peaks at known rest are no contacts', async () => {
    for (const activity of ['seated', 'standing_up', 'sitting_down']) {
      const { examples, delays } = await learnOne(daily, steps(20, activity));
      expect(examples.length).toBeGreaterThan(20);
      for (const { outcome, weight } of examples) expect([outcome, weight]).toEqual([0, 1]);
      expect(delays).toEqual([]);
    }
  });

  test('teaches nothing where it may have steps, or does not say', async () => {
    for (const activity of ['walking', 'turning', '', undefined]) {
      expect((await learnOne(daily, steps(20, activity))).examples).toEqual([]);
    }
    const mixed = inTurn(steps(20, 'walking'), steps(20, 'seated'));
    const all = candidatesOf(mixed.recording);
    const resting = all.filter(({ time }) => time >= 20);
    expect((await learnOne(daily, mixed)).examples.length).toBe(resting.length);
    expect(resting.length).toBeWithin(20, all.length - 20);
  });

  test('of a resting watch counts half, of a moving one nothing', async () => {
    for (const activity of ['sitting', 'standing'] as const) {
      const { examples } = await learnOne(watch(activity), steps(20));
      expect(examples.length).toBeGreaterThan(20);
      for (const { outcome, weight } of examples) expect([outcome, weight]).toEqual([0, 0.5]);
    }
    for (const activity of ['walking', 'jogging'] as const) {
      expect((await learnOne(watch(activity), steps(20))).examples).toEqual([]);
    }
  });
});
