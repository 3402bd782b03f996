import type { PageConfig } from '@stepstream/protocol';
import { clockTime, duration, grouped } from '../format.ts';
import { streamUrl } from '../page-config.ts';
import { useStore } from '../store.ts';
import type { LiveConnection } from './live-connection.ts';
import { SessionTable } from './session-table.tsx';
import { Unlock } from './unlock.tsx';
import { WatchPanel } from './watch-panel.tsx';

interface LiveViewProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** The operator's part: who streams, and what each of them does. */
export function LiveView({ live, pageConfig }: LiveViewProps) {
  const link = useStore(live.link);
  const { totals, requestRate, heardAt } = useStore(live.state);
  const watched = useStore(live.watched);
  const locked = link === 'locked' || link === 'refused';
  const { live: count, away } = totals;
  return (
    <section class="card live" aria-labelledby="live-title">
      <header class="live-head">
        <h2 id="live-title">Live</h2>
        {!locked && heardAt !== null && link !== 'open' && (
          <p class="as-of" role="status">
            as of {clockTime(heardAt / 1000)}
          </p>
        )}
        {!locked && heardAt !== null && (
          <ul class="totals" aria-label="The server, now">
            <Total value={grouped(count)} label={count === 1 ? 'session' : 'sessions'} />
            {away > 0 && <Total value={grouped(away)} label="away" />}
            <Total value={grouped(requestRate)} label="messages/s" />
            <Total value={duration(totals.uptime)} label="up" />
          </ul>
        )}
      </header>
      {locked ? (
        <Unlock refused={link === 'refused'} onToken={(token) => live.unlock(token)} />
      ) : heardAt === null ? (
        <Unheard lost={link === 'lost'} />
      ) : count + away === 0 && !watched ? (
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

/** What stands where the list will be, before the server has told anything of it. */
function Unheard({ lost }: { readonly lost: boolean }) {
  return (
    <div class="empty nobody">
      <p>{lost ? 'The server can’t be reached. Trying again …' : 'Asking who streams …'}</p>
    </div>
  );
}

/** What stands where the list will be while there is nobody. */
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
