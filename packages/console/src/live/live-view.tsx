import type { PageConfig } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { duration, grouped } from '../format.ts';
import { streamUrl } from '../page-config.ts';
import { useStore } from '../store.ts';
import type { LiveConnection } from './live-connection.ts';
import { SessionTable } from './session-table.tsx';
import { WatchPanel } from './watch-panel.tsx';

interface LiveViewProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** The operator's part: who streams, and what each of them does. */
export function LiveView({ live, pageConfig }: LiveViewProps) {
  const link = useStore(live.link);
  const { totals, requestRate } = useStore(live.state);
  const watched = useStore(live.watched);
  const locked = link === 'locked' || link === 'refused';
  const count = live.sessions.size;
  return (
    <section class="card live" aria-labelledby="live-title">
      <header class="live-head">
        <h2 id="live-title">Live</h2>
        {!locked && (
          <ul class="totals" aria-label="The server, now">
            <Total value={grouped(count)} label={count === 1 ? 'session' : 'sessions'} />
            <Total value={grouped(requestRate)} label="messages/s" />
            <Total value={grouped(totals.requests)} label="in all" />
            <Total value={duration(totals.uptime)} label="up" />
          </ul>
        )}
      </header>
      {locked ? (
        <Unlock refused={link === 'refused'} onToken={(token) => live.unlock(token)} />
      ) : count === 0 && !watched ? (
        <Nobody />
      ) : (
        <div class={link === 'open' ? 'live-body' : 'live-body stale'}>
          <SessionTable live={live} />
          <WatchPanel live={live} pageConfig={pageConfig} />
        </div>
      )}
    </section>
  );
}

function Total({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <li>
      <strong>{value}</strong> {label}
    </li>
  );
}

/** What stands where the list will be. */
function Nobody() {
  return (
    <div class="empty nobody">
      <p class="empty-title">Nobody streams yet</p>
      <p>
        Press <strong>Walk</strong> above, or in a terminal{' '}
        <code>npx stepstream replay --demo</code>. Whoever connects to <code>{streamUrl()}</code>{' '}
        appears here.
      </p>
    </div>
  );
}

/** Asks for the admin token: other people's sessions are not everybody's to see. */
function Unlock({
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
