import { closeEntry } from '@stepstream/protocol';

/** A close code and its meaning, in words; of an unknown one, the reason that came with it, too. */
export function describeClose(code: number, reason: string): string {
  const known = closeEntry(code, reason)?.meaning;
  if (known !== undefined) return `code ${code}: ${known}`;
  const lost = code === 1006 ? 'The connection was lost.' : 'For a reason of its own.';
  return `code ${code}: ${lost}${reason ? ` ("${reason}")` : ''}`;
}
