import type { DetectorModel } from '@stepstream/detector';

/** A detector with one thing changed. */
export interface Variant {
  /** What is changed, in words. */
  readonly label: string;
  /** The model with the change. Default: as it is. */
  readonly change?: (model: DetectorModel) => DetectorModel;
  /** The number of contacts in rhythm that a client names. Default: none. */
  readonly confirmAfter?: number;
  /** Whether the end of a recording is told to the detector. Default: yes. */
  readonly finishes?: boolean;
}

/** Nothing is so probable that hindsight would be sure. */
const NEVER_SURE = 2;
/** By so much the bounds of the decision are moved, as probabilities. */
const MOVE = 0.1;

type Bound = 'threshold' | 'walkThreshold' | 'hindsightThreshold';

/** The published detector, and then what is changed, one thing at a time. */
export const VARIANTS: readonly Variant[] = [
  { label: 'as published' },
  { label: 'without `finish()` at the end', finishes: false },
  { label: 'without hindsight', change: withoutHindsight },
  { label: '`confirm_after: 4`: hindsight only adds the last contact', confirmAfter: 4 },
  { label: '`confirm_after: 3`', confirmAfter: 3 },
  { label: '`confirm_after: 2`', confirmAfter: 2 },
  { label: '`confirm_after: 1`', confirmAfter: 1 },
  {
    label: 'hindsight never sure: no walk of three, none without rhythm',
    change: (model) => ({ ...model, hindsightThreshold: NEVER_SURE }),
  },
  moved('threshold', 'threshold of a contact', -MOVE),
  moved('threshold', 'threshold of a contact', MOVE),
  moved('walkThreshold', 'mean probability of a walk', -MOVE),
  moved('walkThreshold', 'mean probability of a walk', MOVE),
  moved('hindsightThreshold', 'bound of hindsight', -MOVE),
];

function moved(bound: Bound, name: string, by: number): Variant {
  return {
    label: `${name} ${by < 0 ? '−' : '+'}${Math.abs(by)}`,
    change: (model) => ({ ...model, [bound]: model[bound] + by }),
  };
}

function withoutHindsight(model: DetectorModel): DetectorModel {
  return { ...model, hindsightDelay: null };
}
