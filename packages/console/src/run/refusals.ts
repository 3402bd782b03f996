import { words } from '../words/words.ts';

/** Errors that go away when somebody says which unit, or which columns, are meant. */
const UNIT_ERRORS = ['unclear_unit', 'wrong_unit', 'wrong_gravity'];
const COLUMN_ERRORS = ['unknown_format', 'missing_column', 'no_acceleration', 'no_times'];

/** What can be chosen to have a refused file read after all. */
export function pickersFor(error: unknown): 'unit' | 'columns' | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNIT_ERRORS.includes(code)) return 'unit';
  return COLUMN_ERRORS.includes(code) ? 'columns' : null;
}

/** A recording was read, and could not be counted. */
export class NotCounted extends Error {}

/** What is wrong, in words: those of the reader of recordings name the file, the line and the remedy. */
export function reasonOf(error: unknown, name: string): string {
  if (error instanceof NotCounted) return `${name}: ${error.message}`;
  if (error instanceof Error && error.name === 'RecordingError') return error.message;
  const why = error instanceof Error ? error.message : String(error);
  return words().recording.unreadable(name, why);
}

/** The same for people who have a page before them, and no command line. */
export function pageReasonOf(error: unknown, name: string): string {
  const reason = reasonOf(error, name);
  return pickersFor(error) ? withoutFlags(reason) : reason;
}

/** An error without the sentences that only a command line understands. */
export function withoutFlags(message: string): string {
  const kept = message.split(/(?<=[.;:])\s+/).filter((part) => !/\s--[a-z]/.test(part));
  return kept.join(' ').replace(/[:;,.]?$/, '.');
}
