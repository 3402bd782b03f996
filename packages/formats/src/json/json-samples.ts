import type { JsonEntry } from '../format.ts';
import { nameColumns } from '../text/name-columns.ts';

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
export const AXES = ['x', 'y', 'z'] as const;

/**
 * Finds the samples in a JSON value, however they are wrapped: a list of objects or of rows, with or without a first
 * row of names; a list or an object for each column; what pandas writes by `orient`; and any of these inside of an
 * object that tells more of the recording.
 *
 * @returns undefined where there are none
 */
export function findSamples(value: unknown, depth = 0): JsonSamples | undefined {
  if (Array.isArray(value) && value.length === 1 && isEntry(value[0]) && depth < MAX_DEPTH)
    return findSamples(value[0], depth + 1);
  const packets = Array.isArray(value) ? samplesOfPackets(value) : undefined;
  const found = packets ?? samplesOf(value);
  const facts = isEntry(value) ? factsOf(value) : [];
  if (found) return { samples: found, facts };
  if (!isEntry(value) || depth === MAX_DEPTH) return undefined;
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

/** What an object tells beside its samples, a line for each: `rate: 50`. */
function factsOf(value: JsonEntry): string[] {
  return plainOf(value).map(([name, one]) => `${name}: ${one}`.replace(/\s+/g, ' ').slice(0, 200));
}

function plainOf(value: JsonEntry): [name: string, value: unknown][] {
  return Object.entries(value).filter(([, one]) => typeof one === 'number' || isText(one));
}

/**
 * The samples of packets, each an object with a list of them: `{"t": 0, "samples": [[1, 2, 3], …]}`,
 * `{"t": 0, "x": [1, …], "y": …}`. Each has what its packet tells, such as the time.
 */
function samplesOfPackets(list: readonly unknown[]): JsonEntry[] | undefined {
  const all: JsonEntry[] = [];
  let longest = 0;
  for (const entry of list) {
    const samples = isEntry(entry) ? packet(entry) : undefined;
    if (!samples) return undefined;
    for (const sample of samples) all.push(sample);
    longest = Math.max(longest, samples.length);
  }
  // Of three in a list nobody knows whether they are samples, or axes.
  return longest > AXES.length ? all : undefined;
}

function packet(entry: JsonEntry, depth = 0): JsonEntry[] | undefined {
  const told = Object.fromEntries(plainOf(entry));
  // What has an acceleration of its own is a sample, whatever else it lists.
  if (nameColumns({ fields: Object.keys(told), units: [] }).triads.length > 0) return undefined;
  const found =
    columns(entry) ??
    Object.values(entry)
      .map((one) => inside(one, depth))
      .find(isThere);
  return found?.map((sample) => ({ ...told, ...sample }));
}

function inside(value: unknown, depth: number): JsonEntry[] | undefined {
  if (isEntry(value)) return depth < MAX_DEPTH ? packet(value, depth + 1) : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every(isEntry)) return value;
  return value.every(isVector) ? value.map(([x, y, z]) => ({ x, y, z })) : undefined;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** `[1, 2, 3]`: a number for each axis. */
function isVector(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === AXES.length &&
    value.every((one) => typeof one === 'number')
  );
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
  const lists = listsOf(value);
  const length = lists[0]?.[1].length ?? 0;
  const width = lists.reduce((sum, [, list]) => sum + (isVector(list[0]) ? AXES.length : 1), 0);
  const isTable = width >= MIN_COLUMNS && lists.every(([, list]) => list.length === length);
  if (!isTable || length < MIN_SAMPLES) return undefined;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[i]])),
  );
}

/** The lists of an object: of numbers, or of vectors; beside these those of one inside, or one for each axis. */
function listsOf(value: JsonEntry): (readonly [name: string, list: unknown[]])[] {
  const direct = Object.entries(value).filter(
    (pair): pair is [string, unknown[]] =>
      Array.isArray(pair[1]) && (typeof pair[1][0] !== 'object' || isVector(pair[1][0])),
  );
  if (direct.length === 0) return [];
  const others = Object.entries(value).flatMap(([name, one]) => {
    const isLong = (list: unknown) => Array.isArray(list) && list.length > AXES.length;
    const isByAxis = Array.isArray(one) && one.length === AXES.length && one.every(isLong);
    const parts = isByAxis
      ? AXES.map((axis, i) => [axis, one[i]] as const)
      : isEntry(one)
        ? listsOf(one)
        : [];
    return parts.map(([part, list]) => [`${name}.${part}`, list as unknown[]] as const);
  });
  return [...direct, ...others];
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

export function isEntry(value: unknown): value is JsonEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
