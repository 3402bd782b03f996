import { Inflate } from 'fflate';
import { RecordingError } from '../recording-error.ts';
import { crc32 } from './crc32.ts';
import { Pieces } from './pieces.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';
import { readZipLocals } from './zip-locals.ts';

const STORED = 0;
const DEFLATED = 8;
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
/** A packed byte becomes some thousand at most: this many of them stay small, whatever they are. */
const STEP_BYTES = 8192;

/** How a file of an archive is unpacked. */
export interface UnpackOptions {
  /** Most bytes that it may have. */
  readonly limit: number;
  /** Whether what comes out must have the archive's checksum. Default true. */
  readonly checked?: boolean;
  /** Whether nothing before or in it is wanted again: its packed bytes are let go of as they are used. Default false. */
  readonly isLast?: boolean;
}

/** A zip archive whose bytes are all there, still packed. Its files are unpacked one at a time, in steps. */
export class ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** Whether its end is missing: then `entries` are those before that, the last of them cut off. */
  readonly isCutOff: boolean;
  readonly path: string;
  readonly #packed: Pieces;

  /** @param path - what errors call the archive */
  constructor(path: string, packed: Pieces) {
    const entries = readZipDirectory(packed);
    this.path = path;
    this.isCutOff = entries === null;
    this.entries = entries ?? readZipLocals(packed);
    this.#packed = packed;
  }

  /** @throws {RecordingError} `damaged_zip` where the end is missing, for those who need all of it */
  refuseCutOff(): void {
    if (this.isCutOff) throw damaged(this.path);
  }

  /** The file of this name, in whatever folder. */
  find(name: string): ZipEntry | undefined {
    return this.entries.find((entry) => baseName(entry.name) === name);
  }

  /**
   * Unpacks a file.
   *
   * @param onBytes - handed each piece, which is its own from then on
   * @throws {RecordingError} `damaged_zip` or `too_large`; what came before is good, if it is not checked
   */
  unpack(
    entry: ZipEntry,
    { limit, checked = true, isLast = false }: UnpackOptions,
    onBytes: OnBytes,
  ): void {
    const { path } = this;
    if (entry.isLocked) throw locked(path, entry);
    if (entry.method !== STORED && entry.method !== DEFLATED) throw packedOtherwise(path, entry);
    let length = 0;
    let crc = 0;
    const take = (bytes: Uint8Array) => {
      length += bytes.length;
      if (length > limit) throw tooLarge(path, entry, limit);
      if (checked) crc = crc32(bytes, crc);
      onBytes(bytes);
    };
    const start = this.#dataStart(entry);
    const end = start + entry.packedBytes;
    if (end > this.#packed.length) throw damaged(path, entry);
    const pieces = isLast ? this.#lastOf(start, end) : this.#packed.range(start, end);
    if (entry.method === STORED) for (const piece of pieces) take(piece);
    else inflate(pieces, take, () => damaged(path, entry));
    if (checked && (crc !== entry.crc || length !== entry.bytes)) throw damaged(path, entry);
  }

  /** A range of the packed bytes, of which each piece is let go of when the next is wanted. */
  *#lastOf(start: number, end: number): Generator<Uint8Array> {
    let at = start;
    for (const piece of this.#packed.range(start, end)) {
      yield piece;
      at += piece.length;
      this.#packed.release(at);
    }
  }

  /** A small file as a whole. */
  read(entry: ZipEntry, limit: number): Uint8Array<ArrayBuffer> {
    const pieces = new Pieces();
    this.unpack(entry, { limit }, (bytes) => pieces.push(bytes));
    return pieces.slice(0, pieces.length);
  }

  /** Where a file's bytes begin: behind a header of its own, whose lengths may differ from the directory's. */
  #dataStart(entry: ZipEntry): number {
    const header = this.#packed.slice(entry.offset, entry.offset + LOCAL_BYTES);
    if (header.length < LOCAL_BYTES) throw damaged(this.path, entry);
    const view = new DataView(header.buffer);
    if (view.getUint32(0, true) !== LOCAL_SIGNATURE) throw damaged(this.path, entry);
    return entry.offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  }
}

type OnBytes = (bytes: Uint8Array) => void;

/** Inflates in small steps, so that no step makes much of little. */
function inflate(packed: Iterable<Uint8Array>, take: OnBytes, error: () => Error): void {
  let failure: unknown;
  const inflater = new Inflate((bytes) => {
    try {
      if (failure === undefined && bytes.length > 0) take(bytes);
    } catch (thrown) {
      // Kept apart from what the inflater itself throws.
      failure = thrown;
    }
  });
  const step = (bytes: Uint8Array, isLast: boolean) => {
    try {
      inflater.push(bytes, isLast);
    } catch {
      failure ??= error();
    }
    if (failure !== undefined) throw failure;
  };
  for (const piece of packed) {
    for (let at = 0; at < piece.length; at += STEP_BYTES) {
      step(piece.subarray(at, at + STEP_BYTES), false);
    }
  }
  step(new Uint8Array(0), true);
}

/** A file's name without its folders. */
export function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

function damaged(path: string, entry?: ZipEntry): RecordingError {
  const what = entry ? `${entry.name} in it is` : 'the zip archive is';
  return new RecordingError(
    'damaged_zip',
    path,
    null,
    `${what} damaged or cut off: copy the file again`,
  );
}

function locked(path: string, { name }: ZipEntry): RecordingError {
  const problem = `${name} in it is locked with a password: unpack the archive, and name its folder`;
  return new RecordingError('damaged_zip', path, null, problem);
}

function packedOtherwise(path: string, { name, method }: ZipEntry): RecordingError {
  const problem = `${name} in it is packed in a way that is not read (${method}): unpack the archive, and name its folder`;
  return new RecordingError('damaged_zip', path, null, problem);
}

function tooLarge(path: string, { name }: ZipEntry, limit: number): RecordingError {
  const problem = `${name} in it is larger than ${Math.floor(limit / 1e6)} MB: unpack the archive, and name its folder`;
  return new RecordingError('too_large', path, null, problem);
}
