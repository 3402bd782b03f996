import { expect, test } from 'bun:test';
import type { FormatOptions } from '../recording.ts';
import type { RecordingErrorCode } from '../recording-error.ts';
import { errorOf, type TestFile } from './parse.ts';

/** What is read, what is said of it, the code of the refusal, and a part of its message. */
export type Refusal = readonly [
  what: string,
  files: readonly TestFile[],
  options: FormatOptions,
  code: RecordingErrorCode,
  message: string,
];

/** A test for each: it is refused with this code and a message of one line. */
export function testRefusals(refusals: readonly Refusal[]): void {
  test.each(refusals as Refusal[])('%s', (_, files, options, code, message) => {
    const error = errorOf(files, options);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });
}

/** A recording of one file. */
export function oneFile(content: string | Uint8Array, name = 'walk.csv'): readonly TestFile[] {
  return [[name, content]];
}
