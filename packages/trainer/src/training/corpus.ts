import { type Recording, readSteps, stepsPathFor } from '@stepstream/formats';
import type { SportsFile } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { type Interval, type Segment, segmentsOf } from '../evaluation/segments.ts';
import { setClocks } from './clocks.ts';
import { cleanFootSwitches } from './foot-switches.ts';
import { contactsFromRhythm } from './rhythm-contacts.ts';
import { smoothWalks } from './smooth-walks.ts';
import { syntheticTracks } from './synthetic-tracks.ts';
import { part, type Track, type TrackKind } from './track.ts';

/** What is known of a recording, or of a stretch of it. */
interface Knowledge extends Pick<Track, 'contacts' | 'unknown' | 'kind'> {
  /** Default: all of it. */
  readonly stretch?: Interval;
}

/** Faster devices are averaged down to no less than this, in Hz: what the detector sees of them. */
const BASE_RATE = 50;
/** So long without a sample is a hole, in seconds. */
const HOLE = 0.3;
/** Shorter stretches between holes are left out, in seconds. */
const MIN_PIECE = 3;
/** Activities of the `daily` set that teach: no foot lands in them. */
const RESTING = new Set(['seated', 'standing_up', 'sitting_down']);
/** What the activities of `chores` teach; of the others nothing is known. */
const CHORES: Readonly<Record<string, TrackKind>> = {
  sitting: 'rest',
  standing: 'rest',
  typing: 'rest',
  soup: 'rest',
  chips: 'rest',
  pasta: 'rest',
  sandwich: 'rest',
  drinking: 'rest',
  writing: 'rest',
  teeth: 'hands',
  clapping: 'hands',
  folding: 'hands',
  walking: 'rhythm',
  jogging: 'rhythm',
  stairs: 'rhythm',
};
/** The same of `sports`, where nobody steps. */
const SPORTS: Readonly<Record<string, TrackKind>> = {
  sitting: 'rest',
  standing: 'rest',
  lying_back: 'rest',
  lying_side: 'rest',
  elevator_still: 'machines',
  cycling_lying: 'machines',
  cycling: 'machines',
  rowing: 'machines',
};

/** Reads all recordings and prepares what is known of them; synthetic tracks come on top. */
export async function buildCorpus(recordings: readonly LazyRecording[]): Promise<Track[]> {
  return [...(await recordedTracks(recordings)), ...syntheticTracks(), ...smoothWalks()];
}

/** The tracks of recordings, cut at their holes, with what is known on the sensors' clocks. */
export async function recordedTracks(recordings: readonly LazyRecording[]): Promise<Track[]> {
  const tracks: Track[] = [];
  for (const lazy of recordings) {
    const { meta } = lazy;
    const known = await knowledgeOf(lazy);
    if (known.length === 0) continue;
    const samples = thinned(await lazy.recording());
    for (const { stretch, ...knowledge } of known) {
      const track: Track = { person: meta.person, meta, ...samples, ...knowledge };
      tracks.push(stretch ? { ...track, ...part(track, stretch) } : track);
    }
  }
  setClocks(tracks);
  return tracks.flatMap(withoutHoles);
}

async function knowledgeOf(lazy: LazyRecording): Promise<Knowledge[]> {
  const { meta } = lazy;
  switch (meta.set) {
    case 'handheld':
      return [{ kind: 'handheld', contacts: (await lazy.truth()) ?? [], unknown: [] }];
    case 'phones': {
      const { contacts, doubtful } = cleanFootSwitches(await readSteps(stepsPathFor(meta.path)));
      const times = contacts.map(({ timestamp }) => timestamp);
      return [{ kind: 'phones', contacts: times, unknown: doubtful }];
    }
    case 'pockets':
      return pocketsKnowledge(lazy);
    case 'sports':
      return sportsKnowledge(lazy, meta);
    case 'daily': {
      const moving = segmentsOf(await lazy.recording());
      return [{ kind: 'transitions', contacts: [], unknown: moving.filter(isMoving) }];
    }
    case 'watch':
      return meta.activity === 'sitting' || meta.activity === 'standing'
        ? [{ kind: 'rest', contacts: [], unknown: [] }]
        : [rhythmKnowledge(await lazy.recording())];
    case 'chores':
      return choresKnowledge(await lazy.recording());
  }
}

/**
 * People stood still before their first contact and after their last: there the mask hides nothing.
 * (|a| varies by less than 0.1 m/s² up to a second from them, in all recordings.)
 */
async function pocketsKnowledge(lazy: LazyRecording): Promise<Knowledge[]> {
  const contacts = (await lazy.cleanTruth?.()) ?? [];
  const mask = (await lazy.mask?.()) ?? [];
  const [first, last] = [Number(contacts[0]), Number(contacts.at(-1))];
  const unknown = mask.filter(({ start, end }) => end > first && start < last);
  return [{ kind: 'pockets', contacts, unknown }];
}

async function sportsKnowledge(lazy: LazyRecording, meta: SportsFile): Promise<Knowledge[]> {
  const truth = await lazy.truth();
  if (truth && truth.length > 0) {
    return [{ kind: 'sports', contacts: truth, unknown: (await lazy.mask?.()) ?? [] }];
  }
  const kind = SPORTS[meta.activity];
  return kind ? [{ kind, contacts: [], unknown: [] }] : [];
}

function choresKnowledge(recording: Recording): Knowledge[] {
  return segmentsOf(recording).flatMap((stretch): Knowledge[] => {
    const kind = CHORES[stretch.activity];
    if (kind === undefined) return [];
    if (kind !== 'rhythm') return [{ kind, contacts: [], unknown: [], stretch }];
    const { times, accel } = part(recording, stretch);
    return [{ ...rhythmKnowledge({ times, accel }), stretch }];
  });
}

/** Contacts told from rhythm, where it is clear; of the rest nothing is known. */
function rhythmKnowledge({ times, accel }: Pick<Recording, 'times' | 'accel'>): Knowledge {
  const { contacts, known } = contactsFromRhythm(times, accel);
  const all: Interval = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  return { kind: 'rhythm', contacts, unknown: complement(known, all) };
}

function isMoving({ activity }: Segment): boolean {
  return !RESTING.has(activity);
}

/** The samples at about {@link BASE_RATE} or more, each the mean of those it stands for. */
function thinned({ times, accel }: Recording): Pick<Track, 'times' | 'accel'> {
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const together = Math.floor(times.length / duration / BASE_RATE);
  if (together < 2) return { times, accel };
  const count = Math.floor(times.length / together);
  const mean = (values: Float64Array, i: number, width: number, axis: number) => {
    let sum = 0;
    for (let k = 0; k < together; k++) sum += values[(i * together + k) * width + axis] as number;
    return sum / together;
  };
  return {
    times: Float64Array.from({ length: count }, (_, i) => mean(times, i, 1, 0)),
    accel: Float64Array.from({ length: 3 * count }, (_, i) =>
      mean(accel, Math.floor(i / 3), 3, i % 3),
    ),
  };
}

/** The stretches of a track between its holes, at which a detector would start anew. */
function withoutHoles(track: Track): Track[] {
  const { times } = track;
  const pieces: Track[] = [];
  let first = 0;
  for (let i = 1; i <= times.length; i++) {
    if (i < times.length && (times[i] as number) - (times[i - 1] as number) < HOLE) continue;
    const stretch = { start: times[first] as number, end: (times[i - 1] as number) + 1e-9 };
    first = i;
    if (stretch.end - stretch.start < MIN_PIECE) continue;
    const inside = (time: number) => time >= stretch.start && time < stretch.end;
    pieces.push({ ...track, ...part(track, stretch), contacts: track.contacts.filter(inside) });
  }
  return pieces;
}

/** What of `all` lies in none of the intervals, which may overlap but are in order. */
function complement(intervals: readonly Interval[], all: Interval): Interval[] {
  const rest: Interval[] = [];
  let { start } = all;
  for (const interval of intervals) {
    if (interval.start > start + 1e-6) rest.push({ start, end: interval.start });
    start = Math.max(start, interval.end);
  }
  rest.push({ start, end: all.end });
  return rest;
}
