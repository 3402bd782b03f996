import type { CadenceScore } from './cadence-score.ts';
import type { GroupOffset, RecordingCount } from './contact-reports.ts';
import type { SportsFile } from './datasets.ts';
import type { StepRate } from './false-steps.ts';

export interface DailyReport {
  readonly devices: readonly DailyScore[];
  readonly people: readonly DailyScore[];
}

/**
 * Steps found in each activity. In `seated`, `standingUp` and `sittingDown` they are false; walking
 * and turning have no known steps and only show that the detector is awake in these short pieces.
 */
export interface DailyScore {
  readonly label: string;
  readonly seated: StepRate;
  readonly standingUp: StepRate;
  readonly sittingDown: StepRate;
  /** Both of these, without the half second next to the walk. */
  readonly awayFromWalk: StepRate;
  readonly walking: StepRate;
  readonly turning: StepRate;
}

export interface WatchReport {
  readonly total: WatchScore;
  readonly people: readonly WatchScore[];
}

/** Steps in `sitting` and `standing` are false. */
export interface WatchScore {
  readonly label: string;
  readonly sitting: StepRate;
  readonly standing: StepRate;
  readonly walking: CadenceScore;
  readonly jogging: CadenceScore;
}

/**
 * One entry a recording: each is five minutes of one activity of one person, felt in one place. The
 * count of the walks is known; its F1 is after an offset of the recording's own.
 */
export interface SportsReport {
  readonly walks: readonly (RecordingCount & SportsRecording)[];
  /** Where nobody steps: all steps are false. */
  readonly still: readonly (StepRate & SportsRecording)[];
  /** Where nothing is known: it only shows what is found. */
  readonly unknown: readonly (StepRate & SportsRecording)[];
  /** Per recording of a walk. */
  readonly offsets: readonly GroupOffset[];
}

/** Which recording of the sports set a number is of. */
export interface SportsRecording {
  readonly person: string;
  readonly activity: string;
  readonly placement: SportsFile['placement'];
}

export interface ChoresReport {
  /** Chores without steps, or hardly any: all that are found count as false. */
  readonly still: readonly (StepRate & Chore)[];
  /** Chores that may hold steps; it only shows what is found. */
  readonly unknown: readonly (StepRate & Chore)[];
  /** Walking, jogging and stairs, against the spectrum. */
  readonly walks: readonly (CadenceScore & Chore)[];
  /** The same over all people; `person` is `all`. */
  readonly totals: readonly (CadenceScore & Chore)[];
}

/** What a number of the chores set is of: some minutes of one activity of one person. */
export interface Chore {
  readonly person: string;
  readonly device: 'phone' | 'watch';
  readonly activity: string;
}
