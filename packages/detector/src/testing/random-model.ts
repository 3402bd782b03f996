import { seededRandom } from '@stepstream/math';
import type { ModelFile } from '../model/model-file.ts';
import { PARAMETER_COUNT } from '../network/shape.ts';

/**
 * An untrained model of the right shape, for tests. Its weights are random, and always the same; so small
 * that no signal grows much on its way through.
 */
export function randomModel(changes: Partial<ModelFile> = {}): ModelFile {
  const random = seededRandom(1);
  const weights = Float32Array.from({ length: PARAMETER_COUNT }, () => 0.66 * random() - 0.33);
  return {
    id: 'random-1',
    weights,
    delay: 0.25,
    calibration: { slope: 1.25, intercept: -0.5 },
    threshold: 0.3,
    walkThreshold: 0.6,
    hindsightCalibration: { slope: 1.5, onFoot: 0.25, intercept: -1 },
    hindsightThreshold: 0.7,
    provenance: { seed: '1', command: 'none', trained_on: 'nothing' },
    ...changes,
  };
}
