import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RecordingError } from '../recording-error.ts';

const READ_BYTES = 256 * 1024;

/** Told how much of a file has been read, 0 to 1. */
export type OnProgress = (fraction: number) => void;

/**
 * The bytes of a file in chunks, unpacked when the file is gzip. What the file is, its first bytes
 * say; its name does not matter. The file is closed however the loop over the chunks ends.
 *
 * @param path - file to read
 * @param onProgress - called after each read with the share of the file (as stored) done
 * @throws {RecordingError} `not_found`, `unreadable` or `damaged_gzip`
 */
export async function* readBytes(path: string, onProgress?: OnProgress): AsyncGenerator<Buffer> {
  const file = await openFile(path);
  try {
    const size = (await file.stat()).size;
    let done = 0;
    const readChunk = async (): Promise<Buffer | null> => {
      const chunk = await readSome(file, path);
      done += chunk.length;
      if (chunk.length > 0 && size > 0) onProgress?.(Math.min(1, done / size));
      return chunk.length > 0 ? chunk : null;
    };
    const first = await readChunk();
    if (first === null) return;
    const chunks = (async function* () {
      for (let chunk: Buffer | null = first; chunk !== null; chunk = await readChunk()) yield chunk;
    })();
    yield* isGzip(first) ? unpack(chunks, path) : chunks;
  } finally {
    await file.close();
  }
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function* unpack(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const packed = Readable.from(chunks, { objectMode: false, highWaterMark: READ_BYTES });
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  // A failed read of the file would otherwise leave the unpacker waiting for ever.
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    if (error instanceof RecordingError || !isZlibError(error)) throw error;
    throw new RecordingError(
      'damaged_gzip',
      path,
      null,
      `the gzip data is damaged or cut off (${error.message}): copy the file again`,
      error,
    );
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^Z_|^ERR_/.test(String(error.code));
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readSome(file: FileHandle, path: string): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  try {
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): RecordingError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new RecordingError('not_found', path, null, 'no such file: check the path', error);
  }
  const problem =
    code === 'EISDIR'
      ? 'this is a folder: name the recordings in it'
      : code === 'EACCES' || code === 'EPERM'
        ? 'not allowed to read this file: check its permissions'
        : `the file can't be read (${error instanceof Error ? error.message : String(error)})`;
  return new RecordingError('unreadable', path, null, problem, error);
}
