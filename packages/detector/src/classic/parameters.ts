import type { ClassicParameters } from './classic-parameters.ts';

/** Written by `npm run fit:classic`, from all recordings with known steps or known rest. */
export const PARAMETERS: ClassicParameters = {
  delay: 0.0763,
  weights: [-2.4021, 0.2705, 1.1899, -0.3099, 3.2029],
};
