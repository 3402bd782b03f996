import { RecordingError } from '@stepstream/formats';

/** A recording that was not counted, and why. Plain, so that it can be told from one process to another. */
export interface CountFailure {
  /** The recording, as the caller named it. */
  readonly recording: string;
  /** The file that is at fault: the recording, a part of it, or what is known of it. */
  readonly file: string;
  /** Stable; that of a {@link RecordingError}, or `unexpected` for what is none. */
  readonly code: string;
  /** Line in the (unpacked) text; null where none is meant. */
  readonly line: number | null;
  /** A sentence that names the file. */
  readonly message: string;
}

/** What an error says of the recording that was being counted. */
export function failureOf(path: string, error: unknown): CountFailure {
  if (error instanceof RecordingError) {
    const { path: file, code, line, message } = error;
    return { recording: path, file, code, line, message };
  }
  const why = error instanceof Error ? error.message : String(error);
  return unexpectedFailure(path, `an unexpected error: ${why}; please report it with the file`);
}

/** A failure that says nothing against the file. */
export function unexpectedFailure(recording: string, what: string): CountFailure {
  const message = `${recording}: ${what}`;
  return { recording, file: recording, code: 'unexpected', line: null, message };
}
