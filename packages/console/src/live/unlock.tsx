import { useState } from 'preact/hooks';

/** Asks for the admin token: other people's sessions are not everybody's to see. */
export function Unlock({
  refused,
  onToken,
}: {
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}) {
  const [token, setToken] = useState('');
  return (
    <form
      class="empty unlock"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') onToken(token.trim());
      }}
    >
      <p class="empty-title">For whoever runs this server</p>
      <p>
        Other people's sessions are shown with the admin token that <code>stepstream serve</code>{' '}
        prints. Trying it out needs none.
      </p>
      <div class="unlock-row">
        <input
          type="password"
          autocomplete="off"
          aria-label="Admin token"
          placeholder="Admin token"
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <button type="submit" class="button primary">
          Show
        </button>
      </div>
      {refused && (
        <p class="problem" role="alert">
          This is not the token of this server. It changes with each start, unless
          STEPSTREAM_ADMIN_TOKEN is set.
        </p>
      )}
    </form>
  );
}
