import { describe, expect, test } from 'bun:test';
import { detect } from '@stepstream/testing/stream';
import { type DetectorOptions, StepDetector } from './index.ts';
import {
  FAINT,
  feelingModel,
  type Push,
  pushedStream,
  pushesEvery,
} from './testing/pushed-stream.ts';

const model = feelingModel();
/** The steps of pushes, and a long rest after them. */
const stepsOf = (pushes: readonly Push[], options: DetectorOptions = {}) => {
  const end = (pushes.at(-1)?.[0] ?? 0) + 5;
  return detect(pushedStream(pushes, end), new StepDetector({ model, ...options }));
};
const expectSteps = (steps: ReturnType<typeof stepsOf>, pushes: readonly Push[]) => {
  expect(steps.length).toBe(pushes.length);
  for (const [i, { timestamp, foot }] of steps.entries()) {
    expect(Math.abs(timestamp - (pushes[i] as Push)[0])).toBeLessThan(0.03);
    expect(foot).toBe(i % 2 === 0 ? 'start' : 'end');
  }
};

describe('a short walk', () => {
  test.each([3, 4, 5])('of %d contacts counts whole', (count) => {
    const pushes = pushesEvery(0.55, count);
    expectSteps(stepsOf(pushes), pushes);
  });

  test.each([1, 2])('of %d is none', (count) => {
    expect(stepsOf(pushesEvery(0.55, count))).toEqual([]);
  });

  test('counts no sooner than a client wants who names a number, and then at once', () => {
    const pushes = pushesEvery(0.55, 3);
    expect(stepsOf(pushes, { confirmAfter: 4 })).toEqual([]);
    expectSteps(stepsOf(pushes, { confirmAfter: 3 }), pushes);
  });

  test('does not count where the model has no hindsight, or does not see it', () => {
    const blind = { ...model, hindsightDelay: null };
    expect(stepsOf(pushesEvery(0.55, 3), { model: blind })).toEqual([]);
    expect(stepsOf(pushesEvery(0.55, 3), { model: feelingModel(-20) })).toEqual([]);
  });
});

test('rhythm counts whether or not hindsight sees it, and whether or not a number is named', () => {
  const pushes = pushesEvery(0.5, 40);
  const unseen = feelingModel(-20);
  for (const confirmAfter of [undefined, 4]) {
    expectSteps(stepsOf(pushes, { model: unseen, confirmAfter }), pushes);
  }
});

describe('a contact that only hindsight sees', () => {
  const faintAt = (pushes: readonly Push[], ...places: readonly number[]) =>
    pushes.map(([time, strength], i): Push => [time, places.includes(i) ? FAINT : strength]);

  test.each([0.35, 0.45, 0.5, 0.55, 0.6, 0.7, 0.9])(
    'counts as the last of a walk with one every %d s, and is nothing alone',
    (interval) => {
      const pushes = faintAt(pushesEvery(interval, 9), 8);
      expectSteps(stepsOf(pushes), pushes);
      expect(stepsOf([[2, FAINT]])).toEqual([]);
    },
  );

  test('counts as the first or the last of a short walk', () => {
    const pushes = pushesEvery(0.55, 3);
    for (const place of [0, 2]) {
      const faint = faintAt(pushes, place);
      expectSteps(stepsOf(faint), faint);
    }
  });

  test.each([0.6, 0.75, 0.9, 1.05])(
    'in a walk with one every %d s counts at most once',
    (usual) => {
      for (const strength of [0.5, 0.7, 0.8, 0.85]) {
        const pushes = pushesEvery(usual, 12).map(([time, strong], i): Push => {
          return [time, i === 7 ? strength : strong];
        });
        const steps = stepsOf(pushes);
        expect(steps.length).toBeWithin(11, 13);
        for (const [i, { timestamp }] of steps.entries()) {
          expect(timestamp - (steps[i - 1]?.timestamp ?? 0)).toBeGreaterThan(usual / 2);
        }
      }
    },
  );
});

test('a detector that is saved and restored anywhere finds the same', () => {
  const pushes: Push[] = [...pushesEvery(0.55, 3), ...pushesEvery(0.5, 7, 8), [11.5, FAINT]];
  const samples = pushedStream(pushes, 16);
  const whole = detect(samples, new StepDetector({ model }));
  expectSteps(whole.slice(0, 3), pushes.slice(0, 3));
  expectSteps(whole.slice(3), pushes.slice(3));
  for (let cut = 90; cut < 650; cut += 7) {
    const [first, second] = [new StepDetector({ model }), new StepDetector({ model })];
    const before = detect(samples.slice(0, cut), first);
    second.restore(first.save());
    expect([...before, ...detect(samples.slice(cut), second)]).toEqual(whole);
  }
});
