/**
 * Numeric helpers that several packages share. Pure and free of dependencies; published packages
 * bundle what they use.
 */
export { STANDARD_GRAVITY } from './gravity.ts';
export { normal, type RandomSource, seededRandom } from './random.ts';
export {
  bodyRates,
  fromAngles,
  fromQuaternion,
  IDENTITY,
  inverse,
  type Rotation,
  randomRotation,
  rotate,
  rotateAll,
  UPSIDE_DOWN,
  uniformRotation,
} from './rotation.ts';
export { mean, median, quantile, quantileOfSorted, quickMedian, selection } from './statistics.ts';
export { magnitudes, type Vector } from './vector.ts';
