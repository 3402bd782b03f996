import type { Notes } from '../notes.ts';
import { RecordingError } from '../recording-error.ts';

type Axes = readonly [x: number, y: number, z: number];

const AXES = ['x', 'y', 'z'] as const;

/** The header of a GENEActiv file, line by line. */
export class GeneactivHeader {
  readonly #path: string;
  readonly #values = new Map<string, string>();
  #calibration: { readonly gains: Axes; readonly offsets: Axes } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @param line - `key:value`, or the title of a section */
  take(line: string): void {
    const colon = line.indexOf(':');
    // Keys of other sections come again, for the subject or the study: the first counts.
    const key = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !this.#values.has(key)) this.#values.set(key, line.slice(colon + 1).trim());
  }

  /**
   * What makes g of the device's units: `(units * 100 - offset) / gain`.
   *
   * @throws {RecordingError} `unclear_unit` where it is not all there
   */
  get calibration(): { readonly gains: Axes; readonly offsets: Axes } {
    this.#calibration ??= {
      gains: AXES.map((axis) => this.#number(`${axis} gain`)) as [number, number, number],
      offsets: AXES.map((axis) => this.#number(`${axis} offset`)) as [number, number, number],
    };
    return this.#calibration;
  }

  /** What the device's clock is ahead of UTC, in s; null where the file does not say. */
  get zone(): number | null {
    const zone = /([+-])\s*(\d{1,2}):(\d{2})/.exec(this.#values.get('time zone') ?? '');
    if (!zone) return null;
    return (zone[1] === '-' ? -1 : 1) * (3600 * Number(zone[2]) + 60 * Number(zone[3]));
  }

  /** Tells when there are fewer pages than the header says. */
  tellMissing(pages: number, notes: Notes): void {
    const said = Number(this.#values.get('number of pages') ?? Number.NaN);
    if (!(said > pages)) return;
    const text = `the file has ${pages} of the ${said} pages that were recorded: what is there is read; copy it from the device again`;
    notes.add('cut_off', text, { path: this.#path });
  }

  #number(key: string): number {
    const value = Number(this.#values.get(key) || Number.NaN);
    if (Number.isFinite(value) && (value !== 0 || key.endsWith('offset'))) return value;
    const problem = `the file's header has no "${key}", without which its samples are only numbers: download the file from the device again`;
    throw new RecordingError('unclear_unit', this.#path, null, problem);
  }
}

/**
 * `2013-05-30 10:12:54:500` in seconds since 1970, on the device's clock.
 *
 * @returns null for what is no such time
 */
export function readPageTime(text: string): number | null {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})[:.](\d{1,3})\s*$/.exec(
    text,
  );
  if (!parts) return null;
  const [year, month, day, hour, minute, second, ms] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isTime = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60;
  return isTime ? Date.UTC(year, month - 1, day, hour, minute, second, ms) / 1000 : null;
}
