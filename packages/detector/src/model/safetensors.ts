import { ModelFileError, quoted } from './model-file-error.ts';
import { type HeaderEntry, METADATA_KEY, readHeader } from './safetensors-header.ts';

/** A tensor of 32-bit floats. */
export interface FloatTensor {
  /** Size of each dimension; none for a single number. */
  readonly shape: readonly number[];
  /** The numbers, the last dimension running fastest. */
  readonly values: Float32Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, FloatTensor>;
  /** Texts about the tensors, by name. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The header's length, as a 64-bit number, comes first. */
const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
const OPENING_BRACE = 0x7b;

/**
 * Reads a file in the safetensors format: the length of a header (64 bits, little-endian), the
 * header (JSON), and the tensors one after the other, without gaps. Only 32-bit floats are read, and
 * all of them must be finite.
 *
 * @throws {ModelFileError} `not_a_model`, `damaged`, or `wrong_shape` for tensors of other numbers
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= LENGTH_BYTES || bytes[LENGTH_BYTES] !== OPENING_BRACE) {
    throw new ModelFileError('not_a_model', 'it does not begin as a safetensors file does');
  }
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > bytes.length - LENGTH_BYTES) {
    throw new ModelFileError('damaged', 'it ends before its header does');
  }
  const dataStart = LENGTH_BYTES + Number(headerLength);
  const { entries, metadata } = readHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  const tensors = new Map<string, FloatTensor>();
  for (const { name, shape, begin, end } of inOrder(entries, bytes.length - dataStart)) {
    const values = new Float32Array((end - begin) / FLOAT_BYTES);
    for (let i = 0; i < values.length; i++) {
      const value = view.getFloat32(dataStart + begin + i * FLOAT_BYTES, true);
      if (!Number.isFinite(value)) {
        throw new ModelFileError('damaged', `tensor ${quoted(name)} holds ${value}`);
      }
      values[i] = value;
    }
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata };
}

/**
 * Writes a file in the safetensors format. The same tensors and texts, in the same order, give the
 * same bytes.
 *
 * @throws {RangeError} when a tensor's shape does not fit its values, a value is not finite, or a
 *   tensor has the name that the format keeps for the metadata
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, FloatTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  let end = 0;
  const described = Array.from(tensors, ([name, { shape, values }]): [string, object] => {
    checkTensor(name, shape, values);
    const begin = end;
    end += values.length * FLOAT_BYTES;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify(
    Object.fromEntries([
      ...(metadata.size > 0 ? [[METADATA_KEY, Object.fromEntries(metadata)] as const] : []),
      ...described,
    ]),
  );
  const header = new TextEncoder().encode(json);
  // Blanks after the header let the numbers begin at a multiple of eight, as other readers like it.
  const dataStart = LENGTH_BYTES + Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(dataStart + end).fill(0x20, 0, dataStart);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(dataStart - LENGTH_BYTES), true);
  bytes.set(header, LENGTH_BYTES);
  let offset = dataStart;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      view.setFloat32(offset, value, true);
      offset += FLOAT_BYTES;
    }
  }
  return bytes;
}

/**
 * The tensors as they stand in the data, which they must fill from its beginning to its end, each
 * number being one tensor's.
 */
function inOrder(entries: readonly HeaderEntry[], dataLength: number): HeaderEntry[] {
  let filled = 0;
  const sorted = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  for (const { name, shape, begin, end } of sorted) {
    if (begin !== filled) {
      const how = begin < filled ? 'overlaps another' : 'leaves a gap before it';
      throw new ModelFileError('damaged', `tensor ${quoted(name)} ${how}`);
    }
    if (end - begin !== sizeOf(shape) * FLOAT_BYTES) {
      throw new ModelFileError(
        'damaged',
        `tensor ${quoted(name)} is not as long as its shape says`,
      );
    }
    filled = end;
  }
  if (filled !== dataLength) {
    const detail = `its tensors take ${filled} bytes, and there are ${dataLength}`;
    throw new ModelFileError('damaged', detail);
  }
  return sorted;
}

function checkTensor(name: string, shape: readonly number[], values: Float32Array): void {
  if (name === METADATA_KEY) throw new RangeError(`No tensor may be called ${METADATA_KEY}.`);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new RangeError(`Tensor ${name} has a shape that is none: ${shape.join(', ')}.`);
  }
  if (sizeOf(shape) !== values.length) {
    throw new RangeError(`Tensor ${name} has ${values.length} numbers, its shape another count.`);
  }
  if (!values.every(Number.isFinite)) {
    throw new RangeError(`Tensor ${name} holds a number that is not finite.`);
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
