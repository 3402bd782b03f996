import type { DetectorModel } from '@stepstream/detector';
import type { DetectorFactory } from './detector-factory.ts';

/** A detector that is to be measured, with people kept apart. */
export interface Candidate {
  readonly kind: 'trained' | 'classic';
  /** Name and version of the model. */
  readonly id: string;
  /** The id, and how it came to know nothing of the people it is tested on. */
  readonly description: string;
  readonly createDetector: DetectorFactory;
  /** What the detector of a person's recordings scores with. */
  readonly modelFor: (person: string) => DetectorModel;
}
