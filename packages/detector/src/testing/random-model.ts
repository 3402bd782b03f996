import type { ModelFile } from '../model/model-file.ts';
import { PARAMETER_COUNT } from '../network/shape.ts';

/**
 * A model of the right shape that has learned nothing: its weights are random, always the same. It
 * is for tests of all that surrounds a model.
 */
export function randomModel(changes: Partial<ModelFile> = {}): ModelFile {
  let state = 1;
  const weights = Float32Array.from({ length: PARAMETER_COUNT }, () => {
    // A linear congruential generator (Numerical Recipes) is random enough here.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state / 2 ** 31) * 0.4;
  });
  return {
    id: 'random-1',
    weights,
    delay: 0.25,
    calibration: { slope: 1.25, intercept: -0.5 },
    threshold: 0.3,
    walkThreshold: 0.6,
    provenance: { seed: '1', command: 'none', trained_on: 'nothing' },
    ...changes,
  };
}
