import { describe, expect, test } from 'bun:test';
import { detect, type Row } from '@stepstream/testing/stream';
import { CLASSIC, type ConfirmedStep, type DetectorModel, StepDetector } from './index.ts';
import type { Scorer } from './scorer.ts';
import { feelingModel, pushedStream, pushesEvery } from './testing/pushed-stream.ts';

const model = feelingModel();
/** Two short walks and a longer one, with rests between. */
const pushes = [...pushesEvery(0.55, 3), ...pushesEvery(0.6, 2, 8), ...pushesEvery(0.5, 9, 14)];
const samples = pushedStream(pushes, 22);
const upTo = (end: number) => samples.filter(([time]) => time <= end);
const timesOf = (steps: readonly ConfirmedStep[]) => steps.map(({ timestamp }) => timestamp);
const moved = (rows: readonly Row[], seconds: number) =>
  rows.map(([time, ...a]): Row => [time + seconds, ...a]);

/** A stream that breaks off: the steps known by then, and those that were owed. */
function broken(end: number, options = {}) {
  const detector = new StepDetector({ model, ...options });
  const before = detect(upTo(end), detector);
  return { detector, before, owed: detector.finish() };
}
/** All that should be found until then: contacts a moment ago, in walks of three or more. */
function expectedUpTo(end: number): number {
  const walks = [pushes.slice(0, 3), pushes.slice(3, 5), pushes.slice(5)];
  const counts = walks.map((walk) => walk.filter(([time]) => time < end - 0.1).length);
  return counts.reduce((sum, count) => sum + (count >= 3 ? count : 0), 0);
}
/** A model that sees a contact in some frames of every stream, at first and in hindsight. */
function scripted(contacts: readonly number[], inHindsight: readonly number[] = []): DetectorModel {
  const createScorer = (): Scorer => {
    let frame = -1;
    const logit = (frames: readonly number[]) => (frames.includes(frame) ? 9 : -9);
    return {
      get logit() {
        return logit(contacts);
      },
      get salience() {
        return this.logit;
      },
      get hindsight() {
        return logit(inHindsight);
      },
      get fresh() {
        return frame % 2 === 1;
      },
      onFoot: 0,
      next() {
        frame++;
      },
      reset() {
        frame = -1;
      },
      transfer() {},
    };
  };
  return { ...model, delay: 0, hindsightDelay: 0.72, createScorer };
}

/** Ends all through the stream, none of them on a push. */
const ENDS = Array.from({ length: 190 }, (_, i) => 2.3 + 0.1 * i).filter((end) =>
  pushes.every(([time]) => end - time > 0.15 || end < time - 0.15),
);

describe('the end of a stream', () => {
  test('is decided on, whenever it comes', () => {
    expect(ENDS.length).toBeGreaterThan(100);
    for (const end of ENDS) {
      const { before, owed } = broken(end);
      expect([end, before.length + owed.length]).toEqual([end, expectedUpTo(end)]);
      const times = timesOf([...before, ...owed]);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(Math.max(0, ...times)).toBeLessThanOrEqual(end);
    }
    // Without that, short walks would often be missing.
    const owing = ENDS.filter((end) => broken(end).owed.length > 0);
    expect(owing.length).toBeGreaterThan(10);
  });

  test('comes once, and leaves nothing held', () => {
    // Right after a contact.
    const { detector, owed } = broken(3.18);
    expect(owed.length).toBe(3);
    expect([detector.pendingSteps, detector.inStep]).toEqual([0, false]);
    expect(detector.finish()).toEqual([]);
    detector.reset();
    expect(detector.finish()).toEqual([]);
    expect(new StepDetector({ model }).finish()).toEqual([]);
  });

  test('gives nothing away to a client that named a larger number', () => {
    const { detector, before, owed } = broken(3.4, { confirmAfter: 4 });
    expect([before, owed, detector.pendingSteps]).toEqual([[], [], 0]);
  });

  test('in a confirmed walk owes no more than its last contact', () => {
    for (const end of ENDS.filter((end) => end > 16)) {
      const { before, owed } = broken(end);
      if (before.at(-1)?.foot === 'start' && owed[0]) expect(owed[0].foot).toBe('end');
      expect(owed.length).toBeLessThanOrEqual(1);
    }
  });

  test('finds no contact after the last sample, however the last value looks', () => {
    for (const rising of [13.94, 13.96, 13.98, 14, 14.02]) {
      const { before, owed } = broken(rising);
      for (const { timestamp } of [...before, ...owed]) {
        expect(timestamp).toBeLessThanOrEqual(rising + 1e-9);
      }
    }
  });
});

test('hindsight finds none after the last sample either', () => {
  // Contacts at 0.61, 1.21 and 1.81 s; in hindsight also at 2.41 s.
  const model = scripted([30, 60, 90], [67, 97, 127, 157]);
  for (const [end, steps] of [
    [2, 3],
    [2.6, 4],
  ] as const) {
    const detector = new StepDetector({ model });
    const rest = Array.from({ length: 50 * end }, (_, i): Row => [i / 50, 0, 0, 9.8]);
    expect([...detect(rest, detector), ...detector.finish()].length).toBe(steps);
  }
});

test('hindsight finds none before the first sample after a gap', () => {
  // After the gap it sees one as soon as it speaks, of a moment within the gap or before.
  const model = scripted([30, 50, 70, 90], [3, 67, 87, 107, 127]);
  for (const gap of [0.52, 0.6, 0.7]) {
    const still = Array.from({ length: 130 }, (_, i): Row => [i / 50, 0, 0, 9.8]);
    const rest = moved(still.slice(0, 20), 2.58 + gap);
    expect(detect([...still, ...rest], new StepDetector({ model })).length).toBe(4);
  }
});

describe('a gap', () => {
  test('longer than a pause is an end: the sample after it brings what was owed', () => {
    for (const end of [3.4, 3.9, 8.8, 15.3]) {
      const { before, owed } = broken(end);
      const detector = new StepDetector({ model });
      expect(detect(upTo(end), detector)).toEqual(before);
      expect(detector.push(end + 2, 0, 0, 9.8)).toEqual(owed);
    }
  });

  test('that is shorter leaves the hold to the end, even if a single sample comes before that', () => {
    for (const samples of [1, 2]) {
      const detector = new StepDetector({ model });
      detect(upTo(3.4), detector);
      const after = Array.from({ length: samples }, (_, i): Row => [4.1 + i / 50, 0, 0, 9.8]);
      expect(detect(after, detector)).toEqual([]);
      expect(detector.finish().length).toBe(3);
      expect([detector.pendingSteps, detector.inStep, detector.finish()]).toEqual([0, false, []]);
    }
  });

  test('loses nothing of a hold, however long it is', () => {
    for (const end of [3.2, 3.3, 3.4]) {
      for (const gap of [0.52, 0.6, 0.7, 0.9, 1.2, 1.5, 2, 60]) {
        const rest = moved(samples.slice(0, 75), end + gap);
        const steps = detect([...upTo(end), ...rest], new StepDetector({ model }));
        expect([end, gap, steps.length]).toEqual([end, gap, 3]);
      }
    }
  });

  test('of a clock that steps back brings it, too, and then all begins anew', () => {
    const detector = new StepDetector({ model });
    detect(upTo(3.4), detector);
    expect(detector.push(0, 0, 0, 9.8).length).toBe(3);
    expect(detect(samples, detector)).toEqual(detect(samples, new StepDetector({ model })));
  });

  test('does not let what the last value seems to show hide a contact after it', () => {
    const detector = new StepDetector({ model: scripted([5, 130]), confirmAfter: 1 });
    // Frame 130 would be at 2.61 s, after the end.
    const still = samples.map(([time]): Row => [time, 0, 0, 9.8]);
    const first = detect(still.slice(0, 101), detector);
    const second = detect(moved(still.slice(0, 60), 2.6), detector);
    const times = timesOf([...first, ...second]);
    expect(times.length).toBe(2);
    expect(times[0]).toBeCloseTo(0.11, 6);
    expect(times[1]).toBeCloseTo(2.71, 6);
  });
});

describe('samples after the end', () => {
  test('go on as after a gap, even if they come at once', () => {
    const { detector } = broken(11);
    const rest = samples.filter(([time]) => time > 11);
    const other = new StepDetector({ model });
    expect(timesOf(detect(rest, detector))).toEqual(timesOf(detect(rest, other)));
  });

  test('that come late are passed over', () => {
    const { detector } = broken(11);
    const state = detector.save();
    for (const [time, ...a] of samples.filter(([time]) => time > 10.2 && time <= 11)) {
      expect(detector.push(time, ...a)).toEqual([]);
    }
    expect(detector.windowFill).toBeGreaterThan(1);
    expect(detector.save()).toEqual(state);
  });

  test.each([['the same model', model] as const, ['the classical one', CLASSIC] as const])(
    'on a clock that stepped back are a new stream: %s',
    (_, model) => {
      const detector = new StepDetector({ model });
      const first = detect(samples, detector);
      detector.finish();
      expect(detect(samples, detector)).toEqual(first);
    },
  );

  test('go on in a restored detector as in the saved one', () => {
    for (const end of [2.8, 11, 15.3]) {
      const { detector } = broken(end);
      const restored = new StepDetector({ model });
      restored.restore(detector.save());
      expect(restored.finish()).toEqual([]);
      const rest = samples.filter(([time]) => time > end);
      expect(detect(rest, restored)).toEqual(detect(rest, detector));
      expect(detect(samples, restored).length).toBeGreaterThan(10);
    }
  });
});
