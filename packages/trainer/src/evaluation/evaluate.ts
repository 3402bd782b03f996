import { type RecordingMeta, SETS, type SetName } from './datasets.ts';
import type { DetectorFactory } from './detector-factory.ts';
import { headlinesOf } from './headlines.ts';
import type { LazyRecording } from './load.ts';
import { type Observation, observe } from './observe.ts';
import type { EvaluationReport, SetReports, SetSize } from './report.ts';
import { scoreChores } from './score-chores.ts';
import { scoreDaily } from './score-daily.ts';
import { scoreHandheld } from './score-handheld.ts';
import { scorePhones } from './score-phones.ts';
import { scorePockets } from './score-pockets.ts';
import { scoreSports } from './score-sports.ts';
import { scoreWalks } from './score-walks.ts';
import { scoreWatch } from './score-watch.ts';
import { totalSeconds } from './segments.ts';

export interface EvaluationOptions {
  /** Which detector it is, in words, for the report. */
  readonly detector: string;
  /** Told before each recording: how many are done, of how many, and which comes. */
  /** More walks of a few steps, as `shortenedWalks` makes them. Default: none. */
  readonly shortened?: readonly LazyRecording[];
  readonly onProgress?: (done: number, total: number, name: string) => void;
}

/**
 * Runs a detector over recordings, one after the other, and scores what it found.
 *
 * @param recordings as `loadAll` gives them; any selection will do
 * @param createDetector makes the detector for a recording, never fitted on its person
 */
export async function evaluate(
  recordings: readonly LazyRecording[],
  createDetector: DetectorFactory,
  { detector, shortened = [], onProgress }: EvaluationOptions,
): Promise<EvaluationReport> {
  const observations = await observeAll(recordings, createDetector, onProgress);
  return reportOf(detector, observations, await observeAll(shortened, createDetector));
}

/** Streams recordings through a detector, one after the other. */
export async function observeAll(
  recordings: readonly LazyRecording[],
  createDetector: DetectorFactory,
  onProgress?: EvaluationOptions['onProgress'],
): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (const recording of recordings) {
    onProgress?.(observations.length, recordings.length, recording.meta.name);
    observations.push(await observe(recording, createDetector(recording.meta.person)));
  }
  return observations;
}

/** What a detector found in some recordings, and in shortened walks. */
export function reportOf(
  detector: string,
  observations: readonly Observation[],
  shortened: readonly Observation[] = [],
): EvaluationReport {
  const sets = scoreSets(observations, shortened);
  return {
    detector,
    recordings: observations.length,
    samples: observations.reduce((sum, { samples }) => sum + samples, 0),
    people: new Set(observations.map(({ meta }) => meta.person)).size,
    sets: SETS.map((set) => sizeOf(set, observations)).filter(({ recordings: n }) => n > 0),
    headlines: headlinesOf(sets),
    ...sets,
  };
}

/** The scores of some recordings, set by set. */
export function scoreSets(
  observations: readonly Observation[],
  shortened: readonly Observation[] = [],
): SetReports {
  return {
    handheld: scoreIfAny(ofSet(observations, 'handheld'), scoreHandheld),
    phones: scoreIfAny(ofSet(observations, 'phones'), scorePhones),
    daily: scoreIfAny(ofSet(observations, 'daily'), scoreDaily),
    watch: scoreIfAny(ofSet(observations, 'watch'), scoreWatch),
    sports: scoreIfAny(ofSet(observations, 'sports'), scoreSports),
    pockets: scoreIfAny(ofSet(observations, 'pockets'), scorePockets),
    chores: scoreIfAny(ofSet(observations, 'chores'), scoreChores),
    walks: scoreWalks(observations, shortened),
  };
}

type MetaOf<Set extends SetName> = Extract<RecordingMeta, { readonly set: Set }>;

function ofSet<Set extends SetName>(
  observations: readonly Observation[],
  set: Set,
): Observation<MetaOf<Set>>[] {
  const isOfSet = (found: Observation): found is Observation<MetaOf<Set>> => found.meta.set === set;
  return observations.filter(isOfSet);
}

function sizeOf(set: SetName, observations: readonly Observation[]): SetSize {
  const own = ofSet(observations, set);
  return {
    set,
    recordings: own.length,
    people: new Set(own.map(({ meta }) => meta.person)).size,
    samples: own.reduce((sum, { samples }) => sum + samples, 0),
    seconds: totalSeconds(own.map(({ whole }) => whole)),
  };
}

function scoreIfAny<Item, Score>(
  items: readonly Item[],
  score: (items: readonly Item[]) => Score,
): Score | null {
  return items.length === 0 ? null : score(items);
}
