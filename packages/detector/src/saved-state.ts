import { fnv1a, sumOfWords } from './checksum.ts';
import { StateBytes, WORD_BYTES } from './state-bytes.ts';
import { StateError, type StateIO } from './state-io.ts';

/** First bytes of every saved state: `SSD` and the version of the layout. */
const MAGIC = 0x53534403;
/** Magic, checksum and model fingerprint, each 32 bits. */
const HEADER_WORDS = 3;
const HEADER_BYTES = HEADER_WORDS * WORD_BYTES;

const textEncoder = new TextEncoder();
/** Of the models that were saved last: a program uses one or two. */
const fingerprints = new Map<string, number>();
const MAX_FINGERPRINTS = 100;
/** One state after the other is written with it. */
const writer = new StateBytes();

/**
 * Saves what `transfer` walks over.
 *
 * @param model the identity of the detector model the state belongs to
 * @returns header (magic, checksum, model fingerprint) and the values, in the byte order of the machine;
 *   one of the other order does not take it
 */
export function saveState(model: string, transfer: (io: StateIO) => void): Uint8Array {
  return writeState(model, transfer).slice();
}

/** The same without a copy: the bytes stay what they are until the next state is saved. */
export function writeState(model: string, transfer: (io: StateIO) => void): Uint8Array {
  writer.begin(HEADER_BYTES);
  transfer(writer);
  const bytes = writer.written();
  const { words } = writer;
  words[0] = MAGIC;
  words[1] = sumOfWords(words, HEADER_WORDS, bytes.length / WORD_BYTES);
  words[2] = fingerprintOf(model);
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
  // A copy begins at a whole word, wherever these bytes lie.
  const reader = new StateBytes(new Uint8Array(bytes));
  const { words } = reader;
  if (words.length < HEADER_WORDS || words[0] !== MAGIC) {
    throw new StateError('These bytes are not a saved detector state of this version.');
  }
  if (words[2] !== fingerprintOf(model)) {
    throw new StateError(`This detector state was saved by another model than ${model}.`);
  }
  if (bytes.length % WORD_BYTES !== 0 || words[1] !== sumOfWords(words, HEADER_WORDS)) {
    throw new StateError('This detector state is damaged: its checksum does not match.');
  }
  reader.begin(HEADER_BYTES);
  transfer(reader);
  if (!reader.isDone) throw new StateError('This detector state holds more than the detector has.');
}

function fingerprintOf(model: string): number {
  let fingerprint = fingerprints.get(model);
  if (fingerprint === undefined) {
    if (fingerprints.size === MAX_FINGERPRINTS) fingerprints.clear();
    fingerprint = fnv1a(textEncoder.encode(model));
    fingerprints.set(model, fingerprint);
  }
  return fingerprint;
}
