import { type CaseRow, measureCases } from './cases.ts';
import type { DetectorFactory } from './detector-factory.ts';
import { type DisturbanceRow, measureDisturbances } from './disturbances.ts';
import { measureSyntheticWalks, type SyntheticWalks } from './synthetic-corners.ts';

/** What was counted beside the recordings: in synthetic motions and walks, and small files that have failed. */
export interface SyntheticReport {
  readonly disturbances: readonly DisturbanceRow[];
  readonly walks: SyntheticWalks;
  /** Null where the folder of the cases is not there. */
  readonly cases: readonly CaseRow[] | null;
}

/** Measures a detector, as it is published, on what belongs to no person. */
export async function measureSynthetic(
  dataFolder: string,
  createDetector: DetectorFactory,
): Promise<SyntheticReport> {
  return {
    disturbances: measureDisturbances(createDetector),
    walks: measureSyntheticWalks(createDetector),
    cases: await measureCases(dataFolder, createDetector),
  };
}
