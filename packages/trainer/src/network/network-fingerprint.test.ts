import { describe, expect, test } from 'bun:test';
import { StepDetector } from '@stepstream/detector';
import { networkModel, StateError } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';

const MODEL = randomModel({
  calibration: { slope: 1, intercept: 0 },
  hindsightCalibration: { slope: 1, onFoot: 0, intercept: 0 },
});

describe('the fingerprint', () => {
  const fingerprint = (changes: Parameters<typeof randomModel>[0] = {}) =>
    networkModel({ ...MODEL, ...changes }).fingerprint;

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
      fingerprint({ hindsightCalibration: { slope: 1.1, onFoot: 0, intercept: 0 } }),
      fingerprint({ hindsightCalibration: { slope: 1, onFoot: 0.1, intercept: 0 } }),
      fingerprint({ hindsightCalibration: { slope: 1, onFoot: 0, intercept: 0.1 } }),
      fingerprint({ delay: 0.26 }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('keeps a detector’s state from a model of the same name', () => {
    const detector = new StepDetector({ model: networkModel(MODEL) });
    const weights = MODEL.weights.map((weight) => -weight);
    const other = new StepDetector({ model: networkModel({ ...MODEL, weights }) });
    expect(() => other.restore(detector.save())).toThrow(StateError);
    new StepDetector({ model: networkModel(MODEL) }).restore(detector.save());
  });
});
