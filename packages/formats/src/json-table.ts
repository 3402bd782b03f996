import type { JsonEntry } from './format.ts';

/** Samples one after another as rows of a table, for the readers of tables. */
export interface JsonTable {
  /** Tab-separated, the names first. */
  readonly text: string;
  /** Whether each entry is one row, so that rows have the lines of a file of JSON lines. */
  readonly hasLines: boolean;
}

/** What a frame of Stepstream's clients has many samples in. */
const SAMPLES = 'samples';
const AXES = ['x', 'y', 'z'] as const;
const MAX_COLUMNS = 200;

/**
 * JSON as a table: objects with a number for each name, nested or not, `{"t": 0, "acc": [1, 2, 3]}`; or
 * one object with a list for each name, `{"t": [0, 1], "x": [1, 2]}`.
 *
 * @returns undefined for JSON that is neither
 */
export function jsonTable(entries: readonly JsonEntry[]): JsonTable | undefined {
  const [first] = entries;
  if (!first) return undefined;
  const columns = entries.length === 1 ? columnsIn(first) : undefined;
  const samples = columns ?? entries.flatMap(samplesIn);
  const rows = samples.map(flat);
  const names = [...new Set(rows.slice(0, 50).flatMap((row) => [...row.keys()]))];
  if (names.length < 3 || names.length > MAX_COLUMNS || rows.length === 0) return undefined;
  const line = (cells: readonly string[]) => cells.map(cell).join('\t');
  const text = [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))];
  return { text: text.map(line).join('\n'), hasLines: rows.length === entries.length };
}

/** The samples of an entry: itself, or those of a frame. What is told to the server is none. */
function samplesIn(entry: JsonEntry): readonly JsonEntry[] {
  const samples = entry[SAMPLES];
  if (Array.isArray(samples)) return samples.filter(isEntry);
  return 'action' in entry ? [] : [entry];
}

/** Samples of lists that are as long as one another. */
function columnsIn(entry: JsonEntry): JsonEntry[] | undefined {
  const lists = Object.entries(entry).filter(
    (pair): pair is [string, unknown[]] => Array.isArray(pair[1]) && typeof pair[1][0] !== 'object',
  );
  const length = lists[0]?.[1].length ?? 0;
  if (lists.length < 3 || length < 2 || lists.some(([, list]) => list.length !== length)) {
    return undefined;
  }
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[i]])),
  );
}

/** Names and values, those of what is nested with both names: `acc.x`. Three in a list are x, y, z. */
function flat(entry: JsonEntry): Map<string, string> {
  const found = new Map<string, string>();
  const take = (name: string, value: unknown) => {
    if (Array.isArray(value) && value.length === AXES.length) {
      for (const [i, axis] of AXES.entries()) take(`${name}.${axis}`, value[i]);
    } else if (isEntry(value)) {
      for (const [inner, one] of Object.entries(value)) take(`${name}.${inner}`, one);
    } else if (!Array.isArray(value)) found.set(name, value === null ? '' : String(value));
  };
  for (const [name, value] of Object.entries(entry)) take(name, value);
  return found;
}

function cell(text: string): string {
  return text.replace(/["\t\r\n]/g, ' ');
}

export function isEntry(value: unknown): value is JsonEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
