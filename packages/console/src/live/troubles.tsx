import { FAULT_CODES, type SessionRow } from '@stepstream/protocol';
import { grouped } from '../format.ts';

/** What is wrong with what a client sends, and what would help. */
export function Troubles({ row }: { readonly row: SessionRow }) {
  const { hints, errors, last_error: code } = row;
  if (hints.length === 0 && errors === 0) return null;
  return (
    <div class="problem watch-troubles">
      {hints.map(({ code: hint, message }) => (
        <p key={hint} data-testid="hint">
          {message}
        </p>
      ))}
      {errors > 0 && (
        <p data-testid="errors">
          {errors === 1 ? 'One message' : `${grouped(errors)} messages`} could not be used. The
          last: <code>{code}</code>. {meaningOf(code)}
        </p>
      )}
    </div>
  );
}

/** What a code of an error means; nothing of one that this page does not know. */
function meaningOf(code: string | null): string {
  return code === null
    ? ''
    : (Object.entries(FAULT_CODES).find(([known]) => known === code)?.[1] ?? '');
}
