import { estimateOffset, matchSteps, shifted } from '@stepstream/analysis';
import type { RecordingMeta, SetName } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { groupBy } from '../evaluation/observe.ts';
import { activityAt, type Segment, segmentsOf } from '../evaluation/segments.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import type { LabelledExample } from './logistic-regression.ts';

/** A peak within this of a true contact is that contact, in seconds. */
const TOLERANCE = 0.15;
/** Activities of the `daily` set in which no foot lands. */
const RESTING = new Set(['seated', 'standing_up', 'sitting_down']);
/** Resting wrists are many and alike; each counts half, so that they don't outweigh the walks. */
const WATCH_WEIGHT = 0.5;
/** The sets that the classical detector is fitted to: it is there to compare with, and stays as it is. */
const SETS: readonly SetName[] = ['handheld', 'phones', 'daily', 'watch'];
/** A first guess at which peaks are contacts, in m/s²: good enough to set the clocks by. */
const MIN_CONTACT_HEIGHT_MPS2 = 0.6;
/** Place of ln(height) among the evidence. */
const LOG_HEIGHT = 2;

/** What one recording teaches. */
export interface Lesson {
  readonly meta: RecordingMeta;
  readonly examples: readonly LabelledExample[];
  /** Peak time minus contact time of each contact found in level walking, in seconds. */
  readonly delays: readonly number[];
}

interface Prepared {
  readonly meta: RecordingMeta;
  readonly candidates: readonly Candidate[];
  readonly truth: readonly number[] | null;
  readonly segments: readonly Segment[];
}

/**
 * Turns recordings into labelled peaks. Peaks of walks are labelled by the true contacts, after the
 * constant offset between the reference's clock and the sensor's; peaks at known rest are none. What
 * is neither (walking without known steps) teaches nothing.
 */
export async function learn(recordings: readonly LazyRecording[]): Promise<Lesson[]> {
  const prepared: Prepared[] = [];
  for (const { meta, recording: read, truth } of recordings) {
    if (!SETS.includes(meta.set)) continue;
    const recording = await read();
    prepared.push({
      meta,
      candidates: candidatesOf(recording),
      truth: await truth(),
      segments: segmentsOf(recording),
    });
  }
  return [...groupBy(prepared, ({ meta }) => clockOf(meta)).values()].flatMap((group) => {
    const { offset } = estimateOffset(
      group.flatMap(({ candidates, truth }) =>
        truth ? [{ truth, detected: candidates.filter(isHigh).map(({ time }) => time) }] : [],
      ),
    );
    return group.map((one) => lessonOf(one, offset));
  });
}

function lessonOf({ meta, candidates, truth, segments }: Prepared, offset: number): Lesson {
  if (!truth) {
    const examples = candidates
      .filter(({ time }) => isRest(meta, segments, time))
      .map(({ values }): LabelledExample => {
        return { values, outcome: 0, weight: meta.set === 'watch' ? WATCH_WEIGHT : 1 };
      });
    return { meta, examples, delays: [] };
  }
  const times = candidates.map(({ time }) => time);
  const { pairs } = matchSteps(shifted(times, offset), truth, TOLERANCE);
  const contacts = new Set(pairs.map((pair) => pair.detected));
  return {
    meta,
    examples: candidates.map(({ values }, i) => {
      return { values, outcome: contacts.has(i) ? 1 : 0, weight: 1 };
    }),
    delays: pairs
      .filter((pair) => activityAt(segments, truth[pair.truth] as number) === 'walking')
      .map((pair) => (times[pair.detected] as number) - (truth[pair.truth] as number)),
  };
}

/** Recordings that share the clock of a reference: one phone's and one person's. */
function clockOf(meta: RecordingMeta): string {
  return meta.set === 'phones' ? `${meta.person} ${meta.phone}` : meta.person;
}

function isHigh({ values }: Candidate): boolean {
  return (values[LOG_HEIGHT] as number) > Math.log(MIN_CONTACT_HEIGHT_MPS2);
}

function isRest(meta: RecordingMeta, segments: readonly Segment[], time: number): boolean {
  if (meta.set === 'watch') return meta.activity === 'sitting' || meta.activity === 'standing';
  return RESTING.has(activityAt(segments, time) ?? '');
}
