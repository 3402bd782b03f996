import { describe, expect, test } from 'bun:test';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import fc from 'fast-check';
import { StateError, StepDetector } from './index.ts';

const walk = aWalk({ seed: 7 });
const samples = rows(walk);
const steps = detect(samples);

describe('the same samples give the same steps', () => {
  test('whatever was asked of the detector in between, and after any save and restore', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(samples.length - 1), { maxLength: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (cuts, confirmAfter) => {
          const whole = detect(samples, new StepDetector({ confirmAfter }));
          const bounds = [0, ...cuts.sort((a, b) => a - b), samples.length];
          let detector = new StepDetector({ confirmAfter });
          const inParts = bounds.slice(1).flatMap((end, i) => {
            const state = detector.save();
            detector = new StepDetector({ confirmAfter });
            detector.restore(state);
            return detect(samples.slice(bounds[i], end), detector);
          });
          expect(inParts).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a restored detector also tells the same of itself', () => {
    const detector = new StepDetector();
    for (let i = 0; i < samples.length; i++) {
      detector.push(...(samples[i] as Row));
      if (i % 97 !== 0) continue;
      const twin = new StepDetector();
      twin.restore(detector.save());
      expect(twin.pendingSteps).toBe(detector.pendingSteps);
      expect(twin.inStep).toBe(detector.inStep);
      expect(twin.startProbability).toBe(detector.startProbability);
      expect(twin.endProbability).toBe(detector.endProbability);
      expect(twin.windowFill).toBe(detector.windowFill);
      expect(twin.save()).toEqual(detector.save());
    }
  });

  test('after a reset, as if nothing had been before', () => {
    fc.assert(
      fc.property(fc.nat(samples.length - 1), (cut) => {
        const detector = new StepDetector();
        detect(samples.slice(0, cut), detector);
        detector.reset();
        expect(detector.save()).toEqual(new StepDetector().save());
        expect(detect(samples, detector)).toEqual(steps);
      }),
      { numRuns: 20 },
    );
  });

  test('two detectors side by side do not disturb one another', () => {
    const other = rows(aWalk({ seed: 8, placement: 'wrist' }));
    const [a, b] = [new StepDetector(), new StepDetector()];
    const found: [unknown[], unknown[]] = [[], []];
    for (let i = 0; i < samples.length; i++) {
      found[0].push(...a.push(...(samples[i] as Row)));
      found[1].push(...b.push(...(other[i] as Row)));
    }
    expect(found).toEqual([steps, detect(other)]);
  });
});

describe('a saved state', () => {
  const saved = () => {
    const detector = new StepDetector();
    detect(samples.slice(0, 700), detector);
    return detector.save();
  };

  test('takes no more than 4 KB, and without a past hardly any', () => {
    expect(saved().length).toBeLessThanOrEqual(4096);
    expect(new StepDetector().save().length).toBeLessThanOrEqual(1024);
  });

  test('that is shared is the same, until another is saved', () => {
    const detector = new StepDetector();
    detect(samples.slice(0, 700), detector);
    const state = detector.save();
    const shared = detector.saveShared();
    expect(shared).toEqual(state);
    new StepDetector().saveShared();
    expect(shared).not.toEqual(state);
  });

  test('that is damaged anywhere is refused', () => {
    const state = saved();
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = state.slice();
        damaged[at] = (damaged[at] as number) ^ flip;
        expect(() => new StepDetector().restore(damaged)).toThrow(StateError);
      }),
    );
  });

  test('that is cut short, prolonged or empty is refused', () => {
    const state = saved();
    for (const length of [0, 3, 12, state.length - 8, state.length - 1]) {
      expect(() => new StepDetector().restore(state.slice(0, length))).toThrow(StateError);
    }
    const longer = new Uint8Array(state.length + 8);
    longer.set(state);
    expect(() => new StepDetector().restore(longer)).toThrow(StateError);
  });

  test('of another kind of detector is refused', () => {
    const other = new StepDetector({ gravity: 'excluded' });
    expect(() => other.restore(saved())).toThrow('another model');
  });

  test('may lie anywhere in a larger buffer', () => {
    const state = saved();
    const larger = new Uint8Array(state.length + 3);
    larger.set(state, 3);
    const detector = new StepDetector();
    detector.restore(larger.subarray(3));
    expect(detector.save()).toEqual(state);
  });
});
