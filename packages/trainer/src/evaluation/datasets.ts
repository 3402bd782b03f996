import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The sets of recordings; each is a folder of that name in the data folder. */
export const SETS = [
  'handheld',
  'phones',
  'daily',
  'watch',
  'sports',
  'pockets',
  'chores',
] as const;
export type SetName = (typeof SETS)[number];

interface RecordingFile {
  /** The file's name without its ending. */
  readonly name: string;
  readonly path: string;
  /** Who moved. Unique over all sets, so that people can be kept apart in training. */
  readonly person: string;
}

/** `person4_20230124151117`: sensor in the hand; activities in a column; steps known. */
export interface HandheldFile extends RecordingFile {
  readonly set: 'handheld';
}

/** `walker1_pixel_inhand_hard_1`: a phone somewhere on the body; steps from foot switches. */
export interface PhonesFile extends RecordingFile {
  readonly set: 'phones';
  readonly phone: string;
  readonly placement: string;
  readonly surface: string;
  readonly number: number;
}

/** `s01_03_watch`: sitting, standing up, walking, turning; activities in a column; no steps. */
export interface DailyFile extends RecordingFile {
  readonly set: 'daily';
  readonly device: 'phone' | 'watch';
}

/** `w1600_walking`: one activity a recording, on a watch at 20 Hz; no steps known. */
export interface WatchFile extends RecordingFile {
  readonly set: 'watch';
  readonly activity: 'walking' | 'jogging' | 'sitting' | 'standing';
}

/**
 * `a09_walking_p1_left_wrist`: one activity a recording, at 25 Hz. Walking, treadmills and running
 * have steps, in some the count alone is known to be 0, and of the rest nothing is known.
 */
export interface SportsFile extends RecordingFile {
  readonly set: 'sports';
  /** As the name has it: `treadmill_4kmh_incline`, say. */
  readonly activity: string;
  readonly placement: 'left_wrist' | 'right_wrist' | 'torso';
}

/** `t01_id01_gd_1l`: a phone in a trouser pocket on a route indoors, at 25 Hz; heel strikes known. */
export interface PocketsFile extends RecordingFile {
  readonly set: 'pockets';
  readonly route: string;
  /** What the person walked with: a guide dog, a white cane, or nothing. */
  readonly tool: 'gd' | 'wc' | 'na';
  /** First or second phone, in the left or the right pocket. */
  readonly phone: '1l' | '2r';
}

/** `w1600_watch`: activities in a column, at 20 Hz; no steps. The same people as in `watch`. */
export interface ChoresFile extends RecordingFile {
  readonly set: 'chores';
  readonly device: 'phone' | 'watch';
}

/** What a recording's folder and name tell about it. */
export type RecordingMeta =
  | HandheldFile
  | PhonesFile
  | DailyFile
  | WatchFile
  | SportsFile
  | PocketsFile
  | ChoresFile;

/** Recordings of which the reference's clock differs from the sensor's by the same constant. */
export function clockOf(meta: RecordingMeta): string {
  switch (meta.set) {
    case 'phones':
    case 'pockets':
      return `${meta.person} ${meta.phone}`;
    case 'sports':
      return meta.name;
    default:
      return meta.person;
  }
}

/** What a data folder looks like, to be shown to someone whose folder doesn't. */
export const EXPECTED_LAYOUT = `A data folder holds one or more of these folders:
  handheld/  person4_20230124151117.csv.gz          with .steps.csv beside it
  phones/    walker1_pixel_inhand_hard_1.csv.gz     with .steps.csv beside it
             (person_phone_placement_surface_number)
  daily/     s01_03_phone.csv.gz, s01_03_watch.csv.gz
  watch/     w1600_walking.csv.gz, …_jogging, …_sitting, …_standing
  sports/    a09_walking_p1_left_wrist.csv.gz       with .count.json, some .steps.csv and .mask.csv
             (number_activity_person_placement)
  pockets/   t01_id01_gd_1l.csv.gz                  with .steps.csv and .mask.csv beside it
             (route_person_tool_phone)
  chores/    w1600_phone.csv.gz, w1600_watch.csv.gz`;

/** A data folder, or a name in it, that is not as it should be. The message says what is wrong. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

const ENDING = '.csv.gz';

const NAMES: Readonly<Record<SetName, { readonly pattern: RegExp; readonly form: string }>> = {
  handheld: { pattern: /^(?<person>person\d+)_\d+$/, form: 'personN_DIGITS' },
  phones: {
    pattern:
      /^(?<person>walker\d+)_(?<phone>[a-z0-9]+)_(?<placement>[a-z]+)_(?<surface>[a-z]+)_(?<number>\d+)$/,
    form: 'walkerN_PHONE_PLACEMENT_SURFACE_NUMBER',
  },
  daily: { pattern: /^(?<person>s\d+)_\d+_(?<device>phone|watch)$/, form: 'sNN_NN_phone|watch' },
  watch: {
    pattern: /^(?<person>w\d+)_(?<activity>walking|jogging|sitting|standing)$/,
    form: 'wNNNN_walking|jogging|sitting|standing',
  },
  sports: {
    pattern:
      /^a\d+_(?<activity>[a-z0-9_]+)_(?<person>p\d+)_(?<placement>left_wrist|right_wrist|torso)$/,
    form: 'aNN_ACTIVITY_pN_left_wrist|right_wrist|torso',
  },
  pockets: {
    pattern: /^(?<route>t\d+)_(?<person>id\d+)_(?<tool>gd|wc|na)_(?<phone>1l|2r)$/,
    form: 'tNN_idNN_gd|wc|na_1l|2r',
  },
  chores: { pattern: /^(?<person>w\d+)_(?<device>phone|watch)$/, form: 'wNNNN_phone|watch' },
};

/**
 * Reads what a recording's path tells.
 *
 * @param path the `.csv.gz` file
 * @throws {DatasetError} when the name has not the form of its set
 */
export function parseRecordingPath(set: SetName, path: string): RecordingMeta {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const name = file.slice(0, -ENDING.length);
  const found = file.endsWith(ENDING) ? NAMES[set].pattern.exec(name)?.groups : undefined;
  if (!found) {
    throw new DatasetError(
      `${set}/${file}: the name of a recording in ${set} has the form ${NAMES[set].form}${ENDING}`,
    );
  }
  const part = (key: string): string => found[key] ?? '';
  const common = { name, path, person: part('person') };
  switch (set) {
    case 'handheld':
      return { set, ...common };
    case 'phones':
      return {
        set,
        ...common,
        phone: part('phone'),
        placement: part('placement'),
        surface: part('surface'),
        number: Number(part('number')),
      };
    case 'daily':
      return { set, ...common, device: part('device') as DailyFile['device'] };
    case 'watch':
      return { set, ...common, activity: part('activity') as WatchFile['activity'] };
    case 'sports':
      return {
        set,
        ...common,
        activity: part('activity'),
        placement: part('placement') as SportsFile['placement'],
      };
    case 'pockets':
      return {
        set,
        ...common,
        route: part('route'),
        tool: part('tool') as PocketsFile['tool'],
        phone: part('phone') as PocketsFile['phone'],
      };
    case 'chores':
      return { set, ...common, device: part('device') as ChoresFile['device'] };
  }
}

/**
 * All recordings of a data folder, by set and name. A set whose folder is missing is left out.
 *
 * @throws {DatasetError} when there is no such folder, no set in it, or a name is malformed
 */
export async function findRecordings(dataFolder: string): Promise<RecordingMeta[]> {
  const folders = await listFolder(dataFolder);
  if (folders === null) {
    throw new DatasetError(
      `There is no data folder ${dataFolder}; name yours with --data or STEPSTREAM_DATA.\n${EXPECTED_LAYOUT}`,
    );
  }
  const recordings: RecordingMeta[] = [];
  for (const set of SETS) {
    const files = folders.includes(set) ? await listFolder(join(dataFolder, set)) : null;
    for (const file of (files ?? []).filter((name) => name.endsWith('.gz')).sort()) {
      recordings.push(parseRecordingPath(set, join(dataFolder, set, file)));
    }
  }
  if (recordings.length === 0) {
    throw new DatasetError(`There are no recordings in ${dataFolder}.\n${EXPECTED_LAYOUT}`);
  }
  return recordings;
}

/** Names in a folder; null when there is no such folder. */
async function listFolder(path: string): Promise<string[] | null> {
  try {
    return await readdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
