import type { ClockOffset, CountScore, MatchScore, StepCount } from '@stepstream/analysis';
import type { StepRate } from './false-steps.ts';
import type { ConfirmationDelay, TimingScore } from './timing.ts';

/** The clock offset of a group of recordings, already taken off in all matching below. */
export interface GroupOffset extends ClockOffset {
  readonly group: string;
}

export interface HandheldReport {
  readonly total: HandheldScore;
  readonly people: readonly HandheldScore[];
  readonly activities: readonly ActivityMatch[];
  readonly recordings: readonly RecordingCount[];
  /** Per person. */
  readonly offsets: readonly GroupOffset[];
}

export interface HandheldScore {
  readonly label: string;
  readonly count: CountScore;
  readonly all: HandheldMatch;
  /** Level walking only: no stairs, no standing. */
  readonly level: HandheldMatch;
  /** All again, ±100 ms, with one offset for each stretch of an activity, such as a flight of stairs. */
  readonly stretchwise: MatchScore;
  readonly timing: TimingScore;
  readonly delay: ConfirmationDelay;
  /** False steps while standing, away from the edges and from true steps. */
  readonly standing: StepRate;
}

export interface HandheldMatch {
  readonly within100ms: MatchScore;
  readonly within150ms: MatchScore;
}

export interface ActivityMatch extends HandheldMatch {
  readonly activity: string;
}

export interface RecordingCount extends StepCount {
  readonly name: string;
  /** (detected − truth) / truth. */
  readonly error: number | null;
  /** At the set's widest tolerance. */
  readonly f1: number;
}

export interface PhonesReport {
  readonly total: ContactScore;
  readonly people: readonly ContactScore[];
  readonly placements: readonly ContactScore[];
  /** Per kind of phone. */
  readonly devices: readonly ContactScore[];
  readonly recordings: readonly RecordingCount[];
  /** Per person and phone. */
  readonly offsets: readonly GroupOffset[];
}

export interface PocketsReport {
  readonly total: PocketsScore;
  readonly people: readonly PocketsScore[];
  /** Per person and what they walked with, such as `id01 gd`. */
  readonly walkers: readonly PocketsScore[];
  /** Per what people walked with: `gd`, `wc`, `na`. */
  readonly tools: readonly PocketsScore[];
  /** Per pocket. */
  readonly devices: readonly PocketsScore[];
  readonly recordings: readonly RecordingCount[];
  /** Per person and phone. */
  readonly offsets: readonly GroupOffset[];
}

/** In `pockets` some clocks drift. */
export interface PocketsScore extends ContactScore {
  /** As `within200ms`, with an offset that follows the drift instead of a constant one. */
  readonly followed: MatchScore;
}

/** Of recordings in which the times of contacts are known. What lies in masks counts neither way. */
export interface ContactScore {
  readonly label: string;
  readonly count: CountScore;
  /** Against the truth without what the reference has twice. */
  readonly cleanCount: CountScore;
  /** How far the reference itself is from that. */
  readonly truthNoise: CountScore;
  readonly within200ms: MatchScore;
  readonly timing: TimingScore;
  readonly delay: ConfirmationDelay;
}
