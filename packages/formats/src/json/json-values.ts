import type { Notes } from '../notes.ts';
import { RecordingError } from '../recording-error.ts';
import { BadRows, RowDefect } from '../text/bad-rows.ts';
import { isEntry } from './json-samples.ts';

/** The values of a JSON text. */
export type JsonValues =
  /** One value for the whole text. */
  | { readonly value: unknown }
  /** One for each line that is not blank. */
  | { readonly lines: readonly unknown[] };

/** What Python writes of numbers that are none, and JSON does not know. */
const NO_NUMBERS = /(?<=[[:,]\s{0,9})-?(?:NaN|Infinity)(?=\s*[,\]}])/g;

/** With fewer lines before it, a last one that can't be read is a defect like any other. */
const FEW_LINES = 10;

/**
 * Reads a text of JSON: one value, or one a line. What breaks off in the middle, as it does where an app was ended, is
 * read up to there.
 *
 * @throws {RecordingError} `bad_json`
 */
export function jsonValues(text: string, path: string, notes: Notes): JsonValues {
  const whole = tryParse(text);
  if (whole !== undefined) return valuesOf(whole);
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (tryParse(first.trim().replace(/,$/, '')) !== undefined) {
    return { lines: jsonLines(lines, path, notes) };
  }
  // A comma before the end is all that some programs do wrong.
  const mended = tryParse(text.replace(/,\s*([\]}]\s*)$/, '$1'));
  if (mended !== undefined) return valuesOf(mended);
  const several = tryParse(`[${text.replace(/\}\s*\{/g, '},{')}]`);
  if (Array.isArray(several) && several.every(isEntry)) return { value: several };
  const rest = upToLastSample(text);
  if (rest === undefined) {
    const problem = 'this is not valid JSON, or it is cut off: export it again';
    throw new RecordingError('bad_json', path, null, problem);
  }
  notes.add('cut_off', 'the file breaks off in its last sample, which was left out', { path });
  return valuesOf(rest);
}

function valuesOf(value: unknown): JsonValues {
  return isEntry(value) ? { lines: [value] } : { value };
}

function jsonLines(lines: readonly string[], path: string, notes: Notes): unknown[] {
  const bad = new BadRows();
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const values = lines.flatMap((line, i) => {
    const json = line.trim();
    if (json === '') return [];
    bad.rows++;
    const value = tryParse(json) ?? tryParse(json.replace(/,$/, ''));
    if (value !== undefined) return [value];
    if (i === last && bad.rows > FEW_LINES) {
      const text = 'the file breaks off in its last line, which was left out';
      notes.add('cut_off', text, { path, line: i + 1 });
    } else {
      bad.skip(i + 1, new RowDefect('bad_json', 'this is not valid JSON', 'not valid JSON'));
    }
    return [];
  });
  bad.settle(path, notes);
  return values;
}

/** What stands before the last whole sample of a text that breaks off: `[{…}, {…}, {"x": 1.` */
function upToLastSample(text: string): unknown {
  const ends = ['}', ']'].map((end) => text.lastIndexOf(`${end},`)).filter((at) => at > 0);
  for (const at of ends.toSorted((a, b) => b - a)) {
    for (const closing of [']', ']}', ']}}']) {
      const value = tryParse(text.slice(0, at + 1) + closing);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) ?? null;
  } catch {
    const without = text.replace(NO_NUMBERS, 'null');
    return without === text ? undefined : tryParse(without);
  }
}
