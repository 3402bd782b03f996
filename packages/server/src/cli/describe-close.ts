import { closeEntry } from '@stepstream/protocol';

/** A close code and its meaning, in words. */
export function describeClose(code: number, detail: string): string {
  const lost = code === 1006 ? 'The connection was lost.' : 'For a reason of its own.';
  const meaning = closeEntry(code)?.meaning ?? lost;
  return `code ${code}: ${meaning}${detail ? ` ("${detail}")` : ''}`;
}
