import { useState } from 'preact/hooks';
import { marked } from '../shell/marked.tsx';
import { words } from '../words/words.ts';

/** Asks for the admin token: other people's sessions are not everybody's to see. */
export function Unlock({
  refused,
  onToken,
}: {
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}) {
  const [token, setToken] = useState('');
  const { unlock } = words().shell;
  return (
    <form
      class="empty unlock"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onToken(token.trim());
      }}
    >
      <p class="empty-title">{unlock.title}</p>
      <p>{marked(unlock.lead)}</p>
      <div class="unlock-row">
        <input
          type="password"
          autocomplete="off"
          aria-label={unlock.token}
          placeholder={unlock.token}
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <button type="submit" class="button primary">
          {unlock.show}
        </button>
      </div>
      {refused && (
        <p class="problem" role="alert">
          {unlock.refused}
        </p>
      )}
    </form>
  );
}
