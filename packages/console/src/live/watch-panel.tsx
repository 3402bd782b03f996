import type { PageConfig } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { grouped, shortId } from '../format.ts';
import { useStore } from '../store.ts';
import { Trace } from '../trace/trace.tsx';
import { EndSession } from './end-session.tsx';
import type { LiveConnection } from './live-connection.ts';

interface WatchPanelProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** The session that is watched: its trace, its stats, and the way to end it. */
export function WatchPanel({ live, pageConfig }: WatchPanelProps) {
  const watched = useStore(live.watched);
  // The list's messages bring the stats.
  useStore(live.state);
  const [asking, setAsking] = useState(false);
  if (!watched) {
    return (
      <div class="watch empty">
        <p class="empty-title">Choose a session</p>
        <p>Its acceleration, the detector's likelihoods and each counted step appear here, live.</p>
      </div>
    );
  }
  const { id, name, trace, over } = watched;
  const row = live.sessions.get(id);
  return (
    <section class="watch" aria-label={`Session ${name}`}>
      <header class="watch-head">
        <div>
          <h3>{name}</h3>
          <p class="note">
            {over ? 'This session has ended.' : <code title={id}>{shortId(id)}</code>}
            {row &&
              ` ${grouped(row.steps)} steps · ${row.cadence || '–'} /min · ${row.rate || '–'} Hz`}
          </p>
        </div>
        {over ? (
          <button type="button" class="button" onClick={() => live.watch(null)}>
            Close
          </button>
        ) : (
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            End session …
          </button>
        )}
      </header>
      {row?.hints.map((hint) => (
        <p key={hint} class="problem" data-testid="hint">
          {hint}
        </p>
      ))}
      <Trace
        data={trace}
        lookAhead={pageConfig.look_ahead}
        label={`Trace of ${name}`}
        live={!over}
        hasSamples={trace.length > 0}
        empty={over ? 'Nothing came while it was watched.' : 'Waiting for samples …'}
      />
      {asking && <EndSession id={id} name={name} onClose={() => setAsking(false)} />}
    </section>
  );
}
