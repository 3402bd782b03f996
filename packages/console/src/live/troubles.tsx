import type { SessionRow } from '@stepstream/protocol';
import { grouped } from '../format.ts';
import { marked } from '../shell/marked.tsx';
import { words } from '../words/words.ts';

/** What is wrong with what a client sends, and what would help. */
export function Troubles({ row }: { readonly row: SessionRow }) {
  const { hints, errors, last_error: code } = row;
  const { codes, operator } = words();
  if (hints.length === 0 && errors === 0) return null;
  return (
    <div class="problem watch-troubles">
      {hints.map(({ code: hint, message }) => (
        <p key={hint} data-testid="hint">
          {marked(codes.hint(hint, message))}
        </p>
      ))}
      {errors > 0 && (
        <p data-testid="errors">
          {operator.unusable(errors, grouped(errors))} <code>{code}</code>.{' '}
          {marked(codes.fault(code ?? ''))}
        </p>
      )}
    </div>
  );
}
