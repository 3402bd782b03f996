import type { JsonEntry } from '../format.ts';

/** Samples as they were found in a JSON value. */
export interface JsonSamples {
  /** Objects with a name for each number; or rows of numbers, whose names nobody tells. */
  readonly samples: readonly JsonEntry[] | readonly (readonly unknown[])[];
  /** What stands around them, a line for each: `rate: 50`. */
  readonly facts: readonly string[];
  /** Where it lay beside others that were passed over, its name. */
  readonly chosen?: string;
}

/** Deeper than this nobody puts samples. */
const MAX_DEPTH = 5;
/** So many of a kind are samples, and no settings. */
const MIN_SAMPLES = 2;
/** An object whose names are the numbers of rows has many of them. */
const MIN_NUMBERED = 20;
const MIN_COLUMNS = 3;

/**
 * Finds the samples in a JSON value, however they are wrapped: a list of objects or of rows, with or without a first
 * row of names; a list or an object for each column; what pandas writes by `orient`; and any of these inside of an
 * object that tells more of the recording.
 *
 * @returns undefined where there are none
 */
export function findSamples(value: unknown, depth = 0): JsonSamples | undefined {
  const found = samplesOf(value);
  if (found) return { samples: found, facts: [] };
  if (!isEntry(value) || depth === MAX_DEPTH) return undefined;
  const facts = Object.entries(value)
    .filter(([, one]) => typeof one === 'number' || typeof one === 'string')
    .map(([name, one]) => `${name}: ${one}`.replace(/\s+/g, ' ').slice(0, 200));
  const inside = Object.entries(value).flatMap(([name, one]) => {
    const samples = findSamples(one, depth + 1);
    return samples ? [{ name, ...samples }] : [];
  });
  const best = inside.toSorted((a, b) => worth(b) - worth(a))[0];
  if (!best) return undefined;
  const chosen = inside.length > 1 ? best.name : best.chosen;
  return {
    samples: best.samples,
    facts: [...facts, ...best.facts],
    ...(chosen !== undefined && { chosen }),
  };
}

/** Of several lists the one of an accelerometer, and else the longest. */
function worth({ name, samples }: { readonly name: string } & JsonSamples): number {
  const isAcceleration = /acc/i.test(name) ? (/lin|user|grav/i.test(name) ? 1 : 2) : 0;
  return isAcceleration * 1e9 + samples.length;
}

function samplesOf(value: unknown): JsonSamples['samples'] | undefined {
  if (Array.isArray(value)) return listed(value);
  if (!isEntry(value)) return undefined;
  return split(value) ?? columns(value) ?? numberedColumns(value) ?? numberedRows(value);
}

function listed(list: readonly unknown[]): JsonSamples['samples'] | undefined {
  if (list.length < MIN_SAMPLES) return undefined;
  if (list.every(isEntry)) return list;
  if (!list.every((row): row is unknown[] => Array.isArray(row) && row.length >= MIN_COLUMNS))
    return undefined;
  const [names = [], ...rows] = list;
  return names.every(isText) ? named(names, rows) : list;
}

/** `{"columns": ["t", "x", "y", "z"], "data": [[0, 1, 2, 3], …]}`. */
function split(value: JsonEntry): JsonEntry[] | undefined {
  const lists = Object.values(value).filter(Array.isArray);
  const names = lists.find((list) => list.length >= MIN_COLUMNS && list.every(isText));
  const rows = lists.find((list) => list.length >= MIN_SAMPLES && list.every(Array.isArray));
  if (!names || !rows || rows[0]?.length !== names.length) return undefined;
  return named(names, rows);
}

/** `{"t": [0, 1], "x": [1, 2], "y": …}`: lists that are as long as one another. */
function columns(value: JsonEntry): JsonEntry[] | undefined {
  const lists = Object.entries(value).filter(
    (pair): pair is [string, unknown[]] => Array.isArray(pair[1]) && typeof pair[1][0] !== 'object',
  );
  const length = lists[0]?.[1].length ?? 0;
  const isTable = lists.length >= MIN_COLUMNS && lists.every(([, list]) => list.length === length);
  if (!isTable || length < MIN_SAMPLES) return undefined;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[i]])),
  );
}

/** `{"t": {"0": 0, "1": 0.02}, "x": {"0": …`: an object for each column. */
function numberedColumns(value: JsonEntry): JsonEntry[] | undefined {
  const all = Object.entries(value).filter((pair): pair is [string, JsonEntry] => isEntry(pair[1]));
  const keys = Object.keys(all[0]?.[1] ?? {});
  if (all.length < MIN_COLUMNS || keys.length < Math.max(MIN_NUMBERED, all.length))
    return undefined;
  if (all.some(([, column]) => Object.keys(column).length !== keys.length)) return undefined;
  return keys.map((key, i) =>
    withKey(key, i, Object.fromEntries(all.map(([name, column]) => [name, column[key]]))),
  );
}

/** `{"0": {"t": 0, "x": 1, …}, "1": …}`: an object for each row. */
function numberedRows(value: JsonEntry): JsonEntry[] | undefined {
  const all = Object.entries(value);
  if (all.length < MIN_NUMBERED || !all.every(([, row]) => isEntry(row))) return undefined;
  return all.map(([key, row], i) => withKey(key, i, row as JsonEntry));
}

/** A row, with its key for its time where that is no number of the row. */
function withKey(key: string, index: number, row: JsonEntry): JsonEntry {
  return key === String(index) || 'timestamp' in row ? row : { timestamp: key, ...row };
}

function named(names: readonly unknown[], rows: readonly (readonly unknown[])[]): JsonEntry[] {
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [String(name), row[i]])));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The samples of batches, one batch a line, as apps push them to a server; the values as they are where they are no such. */
export function withoutBatches(values: readonly unknown[]): readonly unknown[] {
  const batches = values.filter(isEntry);
  const isBatch = (value: unknown): value is JsonEntry[] =>
    Array.isArray(value) && value.length > 0 && value.every(isEntry);
  const [name, ...others] = Object.keys(batches[0] ?? {}).filter((key) =>
    isBatch(batches[0]?.[key]),
  );
  if (name === undefined || others.length > 0 || batches.length < values.length) return values;
  const lists = batches.map((batch) => batch[name]);
  return lists.every(isBatch) ? lists.flat() : values;
}

export function isEntry(value: unknown): value is JsonEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
