/** Errors that go away when somebody says which unit, or which columns, are meant. */
const UNIT_ERRORS = ['unclear_unit', 'wrong_unit', 'wrong_gravity'];
const COLUMN_ERRORS = ['unknown_format', 'missing_column', 'no_acceleration', 'no_times'];

/** What can be chosen to have a refused file read after all. */
export function pickersFor(code: string): 'unit' | 'columns' | null {
  if (UNIT_ERRORS.includes(code)) return 'unit';
  return COLUMN_ERRORS.includes(code) ? 'columns' : null;
}

/** An error without the sentences that only a command line understands. */
export function withoutFlags(message: string): string {
  const kept = message.split(/(?<=[.;:])\s+/).filter((part) => !/\s--[a-z]/.test(part));
  return kept.join(' ').replace(/[:;,.]?$/, '.');
}
