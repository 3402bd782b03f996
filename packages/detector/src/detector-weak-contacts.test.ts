import { describe, expect, test } from 'bun:test';
import { STANDARD_GRAVITY } from '@stepstream/math';
import { detect, type Row } from '@stepstream/testing/stream';
import { StepDetector } from './index.ts';
import { networkModel } from './network/network-model.ts';
import { FELT_LATE, feelingPushes } from './testing/feeling-pushes.ts';
import { randomModel } from './testing/random-model.ts';

describe('a contact in a walk that hardly shows', () => {
  /** Twelve pushes half a second apart, all strong but the eighth. */
  const WEAK = 7;
  const pushes = (weak: number) =>
    Array.from({ length: 50 * 9 }, (_, i): Row => {
      const push = Array.from({ length: 12 }, (_, k) => {
        const strength = k === WEAK ? weak : 4;
        return strength * Math.exp(-0.5 * ((i / 50 - 1 - k / 2) / 0.04) ** 2);
      }).reduce((a, b) => a + b);
      return [i / 50, 0, 0, STANDARD_GRAVITY + push];
    });
  /** A detector for which a push of 0.9 m/s² is a contact as likely as not. */
  const model = networkModel({
    ...randomModel(),
    weights: feelingPushes(),
    delay: FELT_LATE,
    calibration: { slope: 1, intercept: 0 },
    threshold: 0.5,
  });
  const found = (weak: number) => detect(pushes(weak), new StepDetector({ model }));

  test('is counted with the next one, in order, and the feet go on alternating', () => {
    const steps = found(0.8);
    expect(steps.length).toBe(12);
    steps.forEach(({ timestamp, foot, confidence }, i) => {
      expect(Math.abs(timestamp - 1 - i / 2)).toBeLessThan(0.02);
      expect(foot).toBe(i % 2 === 0 ? 'start' : 'end');
      if (i === WEAK) expect(confidence).toBeWithin(0.3, 0.5);
      else expect(confidence).toBeGreaterThan(0.9);
    });
  });

  test('is not counted if it does not show at all', () => {
    const steps = found(0);
    expect(steps.length).toBe(11);
    steps.forEach(({ foot }, i) => {
      expect(foot).toBe(i % 2 === 0 ? 'start' : 'end');
    });
  });

  test('leaves the probabilities with the foot that the next contact has', () => {
    const detector = new StepDetector({ model, confirmAfter: 1 });
    const confirmed = pushes(0.8).flatMap((row) => {
      const steps = detector.push(...row);
      const last = steps.at(-1);
      if (!last) return [];
      const [own, other] =
        last.foot === 'start'
          ? [detector.startProbability, detector.endProbability]
          : [detector.endProbability, detector.startProbability];
      expect([own, other]).toEqual([last.confidence, 0]);
      return [steps.length];
    });
    expect(confirmed).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1]);
  });

  test('is remembered by a saved detector', () => {
    const samples = pushes(0.8);
    for (let cut = 50 * 4.4; cut < 50 * 5.2; cut += 5) {
      const [first, second] = [new StepDetector({ model }), new StepDetector({ model })];
      const before = detect(samples.slice(0, cut), first);
      second.restore(first.save());
      expect([...before, ...detect(samples.slice(cut), second)]).toEqual(found(0.8));
    }
  });
});
