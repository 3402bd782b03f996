import { estimateOffset } from '@stepstream/analysis';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { clockOf } from '../evaluation/datasets.ts';
import { groupBy } from '../evaluation/observe.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { moveTruth, type Track } from './track.ts';

/**
 * References that have a clock of their own: this moves their contacts onto the sensor's. Foot
 * switches are off by a constant for each phone and person; the contacts of `sports` are derived from
 * the knees' gyroscopes, and off by one for each recording. There the wrists, whose own shape tells
 * little, follow the torso: all three sensors of a recording run on one clock.
 */
export function setClocks(tracks: readonly Track[]): void {
  for (const group of grouped(tracks, 'phones').values()) {
    shift(group, offsetOf(group));
  }
  for (const group of grouped(tracks, 'sports').values()) {
    const torso = group.filter(({ meta }) => meta?.set === 'sports' && meta.placement === 'torso');
    shift(group, offsetOf(torso));
  }
}

function grouped(tracks: readonly Track[], kind: Track['kind']): Map<string, Track[]> {
  const own = tracks.filter((track) => track.kind === kind);
  return groupBy(own, ({ meta, person }) => {
    if (meta?.set === 'sports') return `${person} ${meta.activity}`;
    return meta ? clockOf(meta) : person;
  });
}

function shift(tracks: readonly Track[], seconds: number): void {
  for (const track of tracks) moveTruth(track, seconds);
}

/** By how many seconds the contacts that the classical detector finds are later than the truth. */
function offsetOf(tracks: readonly Track[]): number {
  const found = (track: Track) =>
    runDetector(new StepDetector({ model: CLASSIC }), { ...track, gyro: null, activity: null });
  const { offset } = estimateOffset(
    tracks.map((track) => ({
      truth: track.contacts,
      detected: found(track).map(({ timestamp }) => timestamp),
    })),
  );
  return offset;
}
