import type { FormatOptions, LoadedRecording } from '../recording.ts';
import { RecordingError } from '../recording-error.ts';
import { RecordingParser } from '../recording-parser.ts';

/** A file's name, and its text, its bytes, or its bytes in pieces. */
export type TestFile = readonly [name: string, content: string | Uint8Array | Uint8Array[]];

/** Reads these as the files of one recording. */
export function parse(files: readonly TestFile[], options: FormatOptions = {}): LoadedRecording {
  const parser = new RecordingParser(files[0]?.[0] ?? 'nothing', options);
  for (const [name, content] of files) {
    const sink = parser.file(name, name);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    // A copy of each: whatever is pushed belongs to the reader.
    for (const piece of Array.isArray(bytes) ? bytes : [bytes]) sink.push(piece.slice());
    sink.end();
  }
  return parser.finish();
}

/** The error that reading these ends in. */
export function errorOf(files: readonly TestFile[], options: FormatOptions = {}): RecordingError {
  try {
    parse(files, options);
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
  throw new Error('it was read');
}
