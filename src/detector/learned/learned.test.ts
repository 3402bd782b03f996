import { describe, expect, test } from 'bun:test';
import { generateWalk } from '../../walker/index.ts';
import { anyRotation, rotate, type Vector } from '../../walker/vector.ts';
import { StepDetector } from '../detector.ts';
import type { Scorer } from '../scorer.ts';
import { restoreState, StateError, saveState } from '../state-io.ts';
import { learnedModel } from './learned.ts';
import { RECEPTIVE_FIELD } from './shape.ts';
import { randomModel } from './testing/random-model.ts';

const MODEL = randomModel({ calibration: { slope: 1, intercept: 0 } });

function walking(seed: number, seconds = 6): Vector[] {
  const { times, accel } = generateWalk({ segments: [{ activity: 'walking', seconds }], seed });
  return Array.from(
    times,
    (_, i) => [0, 1, 2].map((axis) => accel[3 * i + axis]) as unknown as Vector,
  );
}

function logits(scorer: Scorer, frames: readonly Vector[]): number[] {
  return frames.map((frame) => {
    scorer.next(...frame);
    expect(scorer.salience).toBe(scorer.logit);
    return scorer.logit;
  });
}
const fresh = (changes: Parameters<typeof randomModel>[0] = {}) =>
  learnedModel({ ...MODEL, ...changes }).createScorer();

test('the model tells the detector what is in its file', () => {
  expect(learnedModel(MODEL)).toMatchObject({
    id: 'random-1',
    delay: 0.25,
    threshold: 0.3,
    walkThreshold: 0.6,
    windowLength: RECEPTIVE_FIELD,
  });
});

describe('the scorer', () => {
  test('gives the network’s output through the calibration', () => {
    const plain = logits(fresh(), walking(1));
    const calibrated = logits(fresh({ calibration: { slope: 1.7, intercept: -0.4 } }), walking(1));
    expect(calibrated).toEqual(plain.map((logit) => 1.7 * logit - 0.4));
    expect(Math.max(...plain)).toBeGreaterThan(Math.min(...plain));
  });

  test('does not mind how the device is held', () => {
    const plain = logits(fresh(), walking(2));
    const held = anyRotation(0.3, 0.1, 0.8);
    const turned = logits(
      fresh(),
      walking(2).map((frame) => rotate(held, frame)),
    );
    const largest = Math.max(...plain.map(Math.abs));
    for (const [i, logit] of plain.entries()) {
      // The network keeps its past in single floats.
      expect(Math.abs(logit - Number(turned[i])) / largest).toBeLessThan(1e-5);
    }
  });

  test('forgets everything at a reset', () => {
    const scorer = fresh();
    logits(scorer, walking(3));
    scorer.reset();
    expect(scorer.logit).toBe(Number.NEGATIVE_INFINITY);
    expect(logits(scorer, walking(1))).toEqual(logits(fresh(), walking(1)));
  });

  test('goes on to the bit from a saved state', () => {
    const frames = walking(4);
    const whole = logits(fresh(), frames);
    for (const middle of [0, 1, 77, 200]) {
      const [first, second] = [fresh(), fresh()];
      logits(first, frames.slice(0, middle));
      logits(second, walking(5));
      const state = saveState('x', (io) => first.transfer(io));
      restoreState(state, 'x', (io) => second.transfer(io));
      expect(second.logit).toBe(first.logit);
      expect(logits(second, frames.slice(middle))).toEqual(whole.slice(middle));
    }
  });

  test('shares nothing with another of its model but the weights', () => {
    const model = learnedModel(MODEL);
    const [one, two] = [model.createScorer(), model.createScorer()];
    logits(one, walking(6));
    expect(logits(two, walking(1))).toEqual(logits(fresh(), walking(1)));
  });
});

describe('the fingerprint', () => {
  const fingerprint = (changes: Parameters<typeof randomModel>[0] = {}) =>
    learnedModel({ ...MODEL, ...changes }).fingerprint;

  test('is the same for the same parameters, wherever they lie in memory', () => {
    const buffer = new Float32Array(MODEL.weights.length + 7);
    buffer.set(MODEL.weights, 7);
    expect(fingerprint({ weights: buffer.subarray(7) })).toBe(fingerprint());
  });

  test('differs with any weight, calibration or delay', () => {
    const weights = MODEL.weights.slice();
    weights[weights.length - 1] = 0.123;
    const all = [
      fingerprint(),
      fingerprint({ weights }),
      fingerprint({ calibration: { slope: 1.1, intercept: 0 } }),
      fingerprint({ calibration: { slope: 1, intercept: 0.1 } }),
      fingerprint({ delay: 0.26 }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('keeps a detector’s state from a model of the same name', () => {
    const detector = new StepDetector({ model: learnedModel(MODEL) });
    const weights = MODEL.weights.map((weight) => -weight);
    const other = new StepDetector({ model: learnedModel({ ...MODEL, weights }) });
    expect(() => other.restore(detector.save())).toThrow(StateError);
    new StepDetector({ model: learnedModel(MODEL) }).restore(detector.save());
  });
});
