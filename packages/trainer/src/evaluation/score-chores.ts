import type { Chore, ChoresReport } from './activity-reports.ts';
import { type CadenceTrial, scoreCadence } from './cadence-score.ts';
import type { ChoresFile } from './datasets.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import { groupBy, type Observation } from './observe.ts';
import { countInside, type Segment } from './segments.ts';

/** Done in a chair. */
export const SEATED_CHORES: readonly string[] = [
  'typing',
  'writing',
  'drinking',
  'soup',
  'chips',
  'pasta',
  'sandwich',
];
/** No step in these, or hardly any. */
export const STILL_CHORES: readonly string[] = [
  ...SEATED_CHORES,
  'sitting',
  'standing',
  'teeth',
  'clapping',
  'folding',
];
/** Of these the spectrum tells the count. */
const WALKS: readonly string[] = ['walking', 'jogging', 'stairs'];

/** The chores set: steps a minute of what holds none, and counts against the spectrum's of walks. */
export function scoreChores(observations: readonly Observation<ChoresFile>[]): ChoresReport {
  const pieces = observations.flatMap((observation) =>
    observation.segments.map((segment) => ({ observation, segment })),
  );
  const isWalk = ({ segment }: Piece): boolean => WALKS.includes(segment.activity);
  const isStill = ({ segment }: Piece): boolean => STILL_CHORES.includes(segment.activity);
  const walks = pieces.filter(isWalk);
  const byWalk = groupBy(walks, (piece) => `${choreOf(piece).device} ${choreOf(piece).activity}`);
  return {
    still: pieces.filter(isStill).map(rateOf),
    unknown: pieces.filter((piece) => !isStill(piece) && !isWalk(piece)).map(rateOf),
    walks: walks.map((piece) => ({ ...choreOf(piece), ...scoreCadence([trialOf(piece)]) })),
    totals: [...byWalk.values()].map((own) => ({
      ...choreOf(own[0] as Piece),
      person: 'all',
      ...scoreCadence(own.map(trialOf)),
    })),
  };
}

/** One activity of a recording. */
interface Piece {
  readonly observation: Observation<ChoresFile>;
  readonly segment: Segment;
}

function choreOf({ observation: { meta }, segment: { activity } }: Piece): Chore {
  return { person: meta.person, device: meta.device, activity };
}

function rateOf(piece: Piece): StepRate & Chore {
  const { observation, segment } = piece;
  const steps = countInside([segment], observation.detected);
  return { ...choreOf(piece), ...scoreRate([{ steps, seconds: segment.end - segment.start }]) };
}

function trialOf({ observation, segment }: Piece): CadenceTrial {
  const inside = (time: number): boolean => time >= segment.start && time < segment.end;
  return {
    detected: observation.detected.filter(inside),
    whole: segment,
    cadence: observation.cadence.filter(({ start }) => inside(start)),
  };
}
