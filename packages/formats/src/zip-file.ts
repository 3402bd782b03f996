import { type Unzipped, unzipSync } from 'fflate';
import type { FileSink } from './lines.ts';
import { RecordingError } from './recording-error.ts';
import { wholeFile } from './whole-file.ts';

const MAX_PACKED_BYTES = 400_000_000;
const MAX_UNPACKED_BYTES = 1_000_000_000;

/** Reads a zip archive: hands each recording file in it to `onFile`. Its folders do not matter. */
export function zipFile(path: string, onFile: (name: string) => FileSink): FileSink {
  return wholeFile(
    MAX_PACKED_BYTES,
    () => tooLarge(path),
    (packed) => {
      for (const [name, bytes] of Object.entries(unpack(packed, path))) {
        const sink = onFile(name);
        sink.push(bytes);
        sink.end();
      }
    },
  );
}

function unpack(packed: Uint8Array, path: string): Unzipped {
  let total = 0;
  try {
    return unzipSync(packed, {
      filter({ name, originalSize }) {
        if (!isRecordingFile(name)) return false;
        total += originalSize;
        if (total > MAX_UNPACKED_BYTES) throw tooLarge(path);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    const problem = 'the zip archive is damaged or cut off: copy the file again';
    throw new RecordingError('damaged_zip', path, null, problem, error);
  }
}

/** Whether a file in an archive or a folder may hold readings, and not notes about them. */
export function isRecordingFile(name: string): boolean {
  if (/(^|[/\\])(meta|__MACOSX)[/\\]|(^|[/\\])\./i.test(name)) return false;
  // What lies beside a recording: its steps, where they are known, and how many there are.
  if (/\.((steps|mask)\.csv|count\.json)(\.gz)?$/i.test(name)) return false;
  return (
    /\.(csv|json|jsonl|ndjson)(\.gz)?$/i.test(name) &&
    !/(^|[/\\])(metadata|annotation)\.csv$/i.test(name)
  );
}

function tooLarge(path: string): RecordingError {
  const problem = 'the zip archive is too large: unpack it, and name its folder';
  return new RecordingError('too_large', path, null, problem);
}
