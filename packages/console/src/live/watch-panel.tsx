import type { PageConfig } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { clockTime, grouped, rateText, shortId } from '../format.ts';
import { lazy } from '../shell/lazy.tsx';
import { Tabs } from '../shell/tabs.tsx';
import { useStore } from '../store.ts';
import { stemOf } from '../stream/steps-csv.ts';
import { Trace } from '../trace/trace.tsx';
import { words } from '../words/words.ts';
import type { LiveConnection } from './live-connection.ts';
import { stateOf } from './session-state.ts';
import { Troubles } from './troubles.tsx';
import type { Watched } from './watching.ts';

const EndSession = lazy(async () => (await import('./end-session.tsx')).EndSession);
const FramesView = lazy(async () => (await import('../operator/frames-view.tsx')).FramesView);
const HistoryView = lazy(async () => (await import('../operator/history-view.tsx')).HistoryView);
const MissingPanel = lazy(async () => (await import('../operator/missing-panel.tsx')).MissingPanel);

interface WatchPanelProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** Who is watched; whom the address names, where they are not there; what to do, where it names nobody. */
export function WatchPanel({ live, pageConfig }: WatchPanelProps) {
  const watched = useStore(live.watching.watched);
  const missing = useStore(live.watching.missing);
  const { complete } = useStore(live.state);
  const { asking, choose, chooseMore } = words().operator;
  if (watched) return <WatchedPanel live={live} pageConfig={pageConfig} watched={watched} />;
  if (missing && complete) return <MissingPanel live={live} named={missing} />;
  return (
    <div class="watch empty">
      <p class="empty-title">{missing ? missing.name : choose}</p>
      <p>{missing ? asking : chooseMore}</p>
    </div>
  );
}

type Part = 'signal' | 'frames' | 'history';

/** The session that is watched: its trace, its frames, its user's history, and the way to end it. */
function WatchedPanel({
  live,
  pageConfig,
  watched,
}: WatchPanelProps & { readonly watched: Watched }) {
  // The list's messages bring the stats.
  const { heardAt, clockOffset } = useStore(live.state);
  const link = useStore(live.link);
  const [asking, setAsking] = useState(false);
  const [part, setPart] = useState<Part>('signal');
  const { operator } = words();
  const { id, name, userId, trace, over } = watched;
  const row = live.sessions.get(id);
  const state = row && stateOf(row, Date.now() / 1000 + clockOffset);
  const parts = (['signal', 'frames', 'history'] as const)
    .filter((one) => one !== 'history' || userId !== null)
    .map((one) => ({ id: one, label: operator[one] }));
  const shown = part === 'history' && userId === null ? 'signal' : part;
  return (
    <section class="watch" aria-label={operator.session(name)}>
      <header class="watch-head">
        <div>
          <h3>{name}</h3>
          <p class="note">
            {over ? operator.hasEnded : <code title={id}>{shortId(id)}</code>}
            {state && state.kind !== 'live' && ` · ${state.presence}`}
            {row &&
              ` · ${operator.figures(grouped(row.steps), `${row.cadence || '–'}`, rateText(row.rate))}`}
            {link !== 'open' &&
              heardAt !== null &&
              ` · ${operator.asOf(clockTime(heardAt / 1000))}`}
          </p>
        </div>
        {over ? (
          <button type="button" class="button" onClick={() => live.watching.watch(null)}>
            {operator.close}
          </button>
        ) : (
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            {operator.end}
          </button>
        )}
      </header>
      {row && <Troubles row={row} />}
      <Tabs label={operator.parts} name="part" tabs={parts} chosen={shown} onChoose={setPart}>
        {shown === 'signal' && (
          <Trace
            data={trace}
            lookAhead={pageConfig.look_ahead}
            label={operator.trace(name)}
            fileName={stemOf(name)}
            live={!over}
            hasSamples={trace.length > 0}
            empty={over ? operator.nothingCame : operator.waiting}
          />
        )}
        {shown === 'frames' && <FramesView key={id} watched={watched} />}
        {shown === 'history' && userId !== null && <HistoryView key={userId} userId={userId} />}
      </Tabs>
      {asking && <EndSession id={id} name={name} onClose={() => setAsking(false)} />}
    </section>
  );
}
