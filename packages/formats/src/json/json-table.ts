import type { JsonEntry } from '../format.ts';
import { AXES, isEntry, type JsonSamples } from './json-samples.ts';

/** Samples one after another as rows of a table, for the readers of tables. */
export interface JsonTable {
  /** Tab-separated, the names first where there are any. */
  readonly text: string;
  /** How many lines stand above the first row. */
  readonly linesAbove: number;
  /** Whether each entry is one row, so that rows have the lines of a file of JSON lines. */
  readonly hasLines: boolean;
}

/** What a frame of Stepstream's clients has many samples in. */
const SAMPLES = 'samples';
const MIN_COLUMNS = 3;
const MAX_COLUMNS = 200;

/**
 * Samples as a table: objects with a number for each name, nested or not, `{"t": 0, "acc": [1, 2, 3]}`; or rows of
 * numbers, which have no names.
 *
 * @returns undefined for what is no table
 */
export function jsonTable({ samples: found, facts }: JsonSamples): JsonTable | undefined {
  const preamble = facts.map((fact) => `# ${cell(fact)}`);
  if (found.every(Array.isArray)) {
    const rows = found.map((row) => row.map((value) => cellOf(value)));
    return tableOf(preamble, rows, { hasNames: false, hasLines: true });
  }
  const entries = found.filter(isEntry);
  const rows = entries.flatMap(samplesIn).map(flat);
  const names = [...new Set(rows.slice(0, 50).flatMap((row) => [...row.keys()]))];
  const cells = rows.map((row) => names.map((name) => row.get(name) ?? ''));
  const hasLines = rows.length === entries.length;
  return tableOf(preamble, [names, ...cells], { hasNames: true, hasLines });
}

function tableOf(
  preamble: readonly string[],
  rows: readonly (readonly string[])[],
  { hasNames, hasLines }: { readonly hasNames: boolean; readonly hasLines: boolean },
): JsonTable | undefined {
  const width = rows[0]?.length ?? 0;
  if (width < MIN_COLUMNS || width > MAX_COLUMNS || rows.length < (hasNames ? 2 : 1))
    return undefined;
  const lines = rows.map((row) => row.map(cell).join('\t'));
  return {
    text: [...preamble, ...lines].join('\n'),
    linesAbove: preamble.length + (hasNames ? 1 : 0),
    hasLines,
  };
}

/** The samples of an entry: itself, or those of a frame. What is told to the server is none. */
function samplesIn(entry: JsonEntry): readonly JsonEntry[] {
  const samples = entry[SAMPLES];
  if (Array.isArray(samples) && samples.every(isEntry)) return samples;
  return 'action' in entry ? [] : [entry];
}

/** Names and values, those of what is nested with both names: `acc.x`. Three in a list are x, y, z. */
function flat(entry: JsonEntry): Map<string, string> {
  const found = new Map<string, string>();
  const take = (name: string, value: unknown) => {
    if (Array.isArray(value) && value.length === AXES.length) {
      for (const [i, axis] of AXES.entries()) take(`${name}.${axis}`, value[i]);
    } else if (isEntry(value)) {
      const [key = '', ...others] = Object.keys(value);
      // MongoDB says the type of a value: {"$numberDouble": "3.8"}.
      if (key.startsWith('$') && others.length === 0) take(name, value[key]);
      else for (const [inner, one] of Object.entries(value)) take(`${name}.${inner}`, one);
    } else if (typeof value === 'string' && value.startsWith('{') && isJson(value)) {
      take(name, JSON.parse(value));
    } else if (!Array.isArray(value)) found.set(name, cellOf(value));
  };
  for (const [name, value] of Object.entries(entry)) take(name, value);
  return found;
}

function isJson(text: string): boolean {
  try {
    return isEntry(JSON.parse(text));
  } catch {
    return false;
  }
}

function cellOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function cell(text: string): string {
  return text.replace(/["\t\r\n]/g, ' ');
}
