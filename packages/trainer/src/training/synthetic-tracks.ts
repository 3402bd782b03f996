import { type RandomSource, seededRandom } from '@stepstream/math';
import {
  DISTURBANCE_RANGES,
  type DisturbanceKind,
  generateDisturbance,
  generateWalk,
  PLACEMENTS,
  type Placement,
  type Segment,
} from '@stepstream/synthetic';
import type { Track } from './track.ts';

/** How many walks, and how many motions of each kind that is none; and how long each is, in seconds. */
const WALKS = 300;
const DISTURBANCES = 30;
/** Those that are most like a walk, so many more. */
const ALIKE = new Set<DisturbanceKind>(['vibration', 'cycling']);
const ALIKE_FACTOR = 3;
const SECONDS = 40;

/**
 * Synthetic tracks, the same each time: walks at all cadences and strengths, for what the recordings
 * lack; and motions without steps, of which there are few recordings or none.
 */
export function syntheticTracks(): Track[] {
  const random = seededRandom(12);
  const walks = Array.from({ length: WALKS }, (_, i) => walk(random, i));
  const kinds = Object.keys(DISTURBANCE_RANGES) as DisturbanceKind[];
  const disturbances = kinds.flatMap((kind) =>
    Array.from({ length: DISTURBANCES * (ALIKE.has(kind) ? ALIKE_FACTOR : 1) }, (_, i): Track => {
      const samplingRate = 20 + 40 * random();
      return {
        ...generateDisturbance({ kind, seconds: SECONDS, samplingRate, seed: i + 1 }),
        person: '',
        kind: 'disturbances',
        contacts: [],
        unknown: [],
      };
    }),
  );
  return [...walks, ...disturbances];
}

function walk(random: RandomSource, seed: number): Track {
  const between = (low: number, high: number) => low + (high - low) * random();
  const places = Object.keys(PLACEMENTS) as Placement[];
  const cadence = between(40, 200);
  const { steps, ...samples } = generateWalk({
    segments: segments(random, cadence),
    samplingRate: between(20, 60),
    placement: places[Math.floor(random() * places.length)] as Placement,
    amplitude: 0.3 * 11 ** random(),
    variability: between(0, 0.08),
    asymmetry: between(0, 0.15),
    sensorNoise: 0.01 * 15 ** random(),
    seed: seed + 1,
  });
  return {
    ...samples,
    person: '',
    kind: 'synthetic',
    contacts: steps.map(({ timestamp }) => timestamp),
    unknown: [],
  };
}

/** Walks of a few steps and of many, with standing between. */
function segments(random: RandomSource, cadence: number): Segment[] {
  const list: Segment[] = [{ activity: 'standing', seconds: 1 + 4 * random() }];
  for (let seconds = 0; seconds < SECONDS; ) {
    const steps = random() < 0.5 ? 2 + Math.floor(5 * random()) : 8 + Math.floor(30 * random());
    const walking = (60 * steps) / cadence;
    const standing = 2 + 4 * random();
    list.push({ activity: 'walking', seconds: walking, cadence });
    list.push({ activity: 'standing', seconds: standing });
    seconds += walking + standing;
  }
  return list;
}
