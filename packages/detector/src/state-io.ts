import { fnv1a } from './checksum.ts';

/**
 * One walk over a detector's state that either saves it or restores it.
 *
 * Each stage has a single `transfer(io)` method that names its fields once, in order:
 *
 * ```ts
 * this.#last = io.number(this.#last);
 * io.numbers(this.#ring);
 * ```
 *
 * Saving and restoring can't drift apart, because they are the same lines.
 */
export interface StateIO {
  /** Saves `value` and returns it, or returns the saved one. */
  number(value: number): number;
  /** Saves the values of `array`, or overwrites them with the saved ones. Its length is fixed. */
  numbers(array: Float64Array): void;
}

/** Saved state that can't be used: cut short, altered, or made by another model or version. */
export class StateError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_state';

  constructor(message: string) {
    super(message);
    this.name = 'StateError';
  }
}

/** First bytes of every saved state: `SSD` and the version of the layout. */
const MAGIC = 0x53534401;
/** Magic, checksum and model fingerprint, each 32 bits. */
const HEADER_BYTES = 12;

/**
 * Saves what `transfer` walks over.
 *
 * @param model the identity of the detector model the state belongs to
 * @returns header (magic, checksum, model fingerprint) and the values as little-endian float64
 */
export function saveState(model: string, transfer: (io: StateIO) => void): Uint8Array {
  const values: number[] = [];
  transfer({
    number(value) {
      values.push(value);
      return value;
    },
    numbers(array) {
      for (const value of array) values.push(value);
    },
  });
  const bytes = new Uint8Array(HEADER_BYTES + values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat64(HEADER_BYTES + index * 8, value, true);
  });
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, fnv1a(bytes.subarray(HEADER_BYTES)), true);
  view.setUint32(8, fnv1a(new TextEncoder().encode(model)), true);
  return bytes;
}

/**
 * Restores what `transfer` walks over from bytes that {@link saveState} made.
 *
 * @throws {StateError} when the bytes are damaged, or belong to another model or layout. The stages
 *   may then hold a mixture: throw the detector away.
 */
export function restoreState(
  bytes: Uint8Array,
  model: string,
  transfer: (io: StateIO) => void,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new StateError('These bytes are not a saved detector state of this version.');
  }
  if (view.getUint32(8, true) !== fnv1a(new TextEncoder().encode(model))) {
    throw new StateError(`This detector state was saved by another model than ${model}.`);
  }
  if (view.getUint32(4, true) !== fnv1a(bytes.subarray(HEADER_BYTES))) {
    throw new StateError('This detector state is damaged: its checksum does not match.');
  }
  let offset = HEADER_BYTES;
  const next = (): number => {
    if (offset + 8 > bytes.byteLength) throw new StateError('This detector state is cut short.');
    offset += 8;
    return view.getFloat64(offset - 8, true);
  };
  transfer({
    number: next,
    numbers(array) {
      for (let i = 0; i < array.length; i++) array[i] = next();
    },
  });
  if (offset !== bytes.byteLength) {
    throw new StateError('This detector state holds more than the detector has.');
  }
}
