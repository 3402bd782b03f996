import { ModelFileError, quoted } from './model-file-error.ts';

/** The entry of the header that is not a tensor, but the texts about all of them. */
export const METADATA_KEY = '__metadata__';

/** What the header says of a tensor. */
export interface HeaderEntry {
  readonly name: string;
  /** Size of each dimension, whole numbers from 0 on. */
  readonly shape: readonly number[];
  /** Where it begins and ends, in bytes from the end of the header; whole numbers, in this order. */
  readonly begin: number;
  readonly end: number;
}

/** The header of a safetensors file. */
export interface Header {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads the header of a safetensors file: an object with an entry for each tensor. Whether the
 * entries fit the data is not looked at here.
 *
 * @param bytes the header's, without its length
 * @throws {ModelFileError} `damaged`, or `wrong_shape` for tensors of other numbers than F32
 */
export function readHeader(bytes: Uint8Array): Header {
  const json = parseJson(bytes);
  if (!isObject(json)) throw new ModelFileError('damaged', 'its header is not an object');
  const entries: HeaderEntry[] = [];
  let metadata = new Map<string, string>();
  for (const [name, value] of Object.entries(json)) {
    if (name === METADATA_KEY) metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  return { entries, metadata };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const json: unknown = JSON.parse(text);
    refuseRepeatedKeys(text);
    return json;
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    throw new ModelFileError('damaged', 'its header is not JSON');
  }
}

/** JSON.parse takes the last of two equal keys; here, two of them are a fault. */
function refuseRepeatedKeys(json: string): void {
  const open: Set<string>[] = [];
  // In valid JSON a text is a key where a colon follows it.
  for (const [token, text, colon] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const key = String(JSON.parse(text));
      if (open.at(-1)?.has(key)) {
        throw new ModelFileError('damaged', `its header names ${quoted(key)} twice`);
      }
      open.at(-1)?.add(key);
    }
  }
}

function readMetadata(value: unknown): Map<string, string> {
  if (!isObject(value)) throw new ModelFileError('damaged', 'its metadata is not an object');
  const metadata = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new ModelFileError('damaged', `its metadata ${quoted(key)} is not a text`);
    }
    metadata.set(key, text);
  }
  return metadata;
}

function readEntry(name: string, value: unknown): HeaderEntry {
  const fail = (detail: string) =>
    new ModelFileError('damaged', `its header says nothing usable of ${quoted(name)}: ${detail}`);
  if (!isObject(value)) throw fail('no object');
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw fail(`unknown field ${quoted(unknown)}`);
  if (typeof dtype !== 'string') throw fail('no dtype');
  if (!isSizes(shape)) throw fail('no shape');
  if (!isSizes(offsets) || offsets.length !== 2) throw fail('no data_offsets');
  if (dtype !== 'F32') {
    const detail = `tensor ${quoted(name)} is of ${quoted(dtype)}, not F32`;
    throw new ModelFileError('wrong_shape', detail);
  }
  const [begin = 0, end = 0] = offsets;
  if (end < begin) throw fail('it ends before it begins');
  return { name, shape, begin, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether this is a list of whole numbers from 0 on. */
function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
