import type { PageConfig } from '@stepstream/protocol';
import { clockTime, duration, grouped } from '../format.ts';
import { streamUrl } from '../page-config.ts';
import { marked } from '../shell/marked.tsx';
import { useStore } from '../store.ts';
import { words } from '../words/words.ts';
import type { LiveConnection } from './live-connection.ts';
import { SessionLists } from './session-lists.tsx';
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
  const watched = useStore(live.watching.watched);
  const missing = useStore(live.watching.missing);
  const ended = useStore(live.ended);
  const locked = link === 'locked' || link === 'refused';
  const { live: count, away } = totals;
  const { operator } = words();
  const isBlank = count + away + ended.length === 0 && !watched && !missing;
  return (
    <section class="card live" aria-labelledby="live-title">
      <header class="live-head">
        <h2 id="live-title">{operator.title}</h2>
        {!locked && heardAt !== null && link !== 'open' && (
          <p class="as-of" role="status">
            {operator.asOf(clockTime(heardAt / 1000))}
          </p>
        )}
        {!locked && heardAt !== null && (
          <ul class="totals" aria-label={operator.server}>
            <Total value={grouped(count)} label={operator.sessions(count)} />
            {away > 0 && <Total value={grouped(away)} label={operator.away} />}
            <Total value={grouped(requestRate)} label={operator.messages} />
            <Total value={duration(totals.uptime)} label={operator.up} />
          </ul>
        )}
      </header>
      {locked ? (
        <Unlock refused={link === 'refused'} onToken={(token) => live.unlock(token)} />
      ) : heardAt === null ? (
        <Unheard lost={link === 'lost'} />
      ) : isBlank ? (
        <Nobody />
      ) : (
        <div class={link === 'open' ? 'live-body' : 'live-body stale'}>
          <SessionLists live={live} />
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
  const { asking, unreachable } = words().operator;
  return (
    <div class="empty nobody">
      <p>{lost ? unreachable : asking}</p>
    </div>
  );
}

/** What stands where the list will be while there is nobody. */
function Nobody() {
  const { nobody, nobodyHow } = words().operator;
  return (
    <div class="empty nobody">
      <p class="empty-title">{nobody}</p>
      <p>{marked(nobodyHow(streamUrl()))}</p>
    </div>
  );
}
