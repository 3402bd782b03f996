/** What was done to a recording, or is odd about it. Stable: programs may branch on it. */
export type NoteCode =
  // What was put together of it
  | 'gyroscope_merged'
  | 'gravity_added'
  | 'sensor_chosen'
  | 'columns_guessed'
  | 'magnitude_only'
  // What was found in the values, or assumed
  | 'unit_found'
  | 'gravity_found'
  | 'unit_converted'
  | 'rate_assumed'
  | 'clock_assumed'
  // What was done to rows and times
  | 'rows_skipped'
  | 'rows_repeated'
  | 'rows_sorted'
  | 'clock_reset'
  | 'clock_changed'
  | 'times_spread'
  | 'values_dropped'
  | 'blocks_skipped'
  | 'files_skipped'
  | 'gaps'
  | 'cut_off'
  // What makes a count worth less
  | 'no_gravity'
  | 'low_rate'
  | 'flat_signal'
  | 'stuck_sensor'
  | 'too_short'
  | 'no_steps'
  // What is known of the steps
  | 'truth_contradicts';

/** One thing that was done to a recording, or is odd about it. Whoever shows a count shows these. */
export interface RecordingNote {
  readonly code: NoteCode;
  /** For people: a sentence of one line, without the file's name. */
  readonly text: string;
  /** The file it is about, as the caller named it; null for the recording as a whole. */
  readonly path: string | null;
  /** First line in the (unpacked) text that it is about, the first being 1; null where none is. */
  readonly line: number | null;
}

/** Where a note belongs, as far as that is known. */
export interface NoteWhere {
  readonly path?: string;
  readonly line?: number;
}

/** Gathers the notes of one recording, in the order they came. */
export class Notes {
  readonly #list: RecordingNote[] = [];

  get list(): readonly RecordingNote[] {
    return this.#list;
  }

  /** @param text - a sentence of one line, without the file's name */
  add(code: NoteCode, text: string, { path, line }: NoteWhere = {}): void {
    this.#list.push({ code, text, path: path ?? null, line: line ?? null });
  }
}
