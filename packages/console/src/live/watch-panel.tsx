import { FAULT_CODES, type PageConfig, type SessionRow } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { clockTime, grouped, shortId } from '../format.ts';
import { useStore } from '../store.ts';
import { stemOf } from '../stream/steps-csv.ts';
import { Trace } from '../trace/trace.tsx';
import { EndSession } from './end-session.tsx';
import type { LiveConnection } from './live-connection.ts';
import { stateOf } from './session-state.ts';

interface WatchPanelProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** The session that is watched: its trace, its stats, and the way to end it. */
export function WatchPanel({ live, pageConfig }: WatchPanelProps) {
  const watched = useStore(live.watched);
  // The list's messages bring the stats.
  const { heardAt, clockOffset } = useStore(live.state);
  const link = useStore(live.link);
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
  const state = row && stateOf(row, Date.now() / 1000 + clockOffset);
  return (
    <section class="watch" aria-label={`Session ${name}`}>
      <header class="watch-head">
        <div>
          <h3>{name}</h3>
          <p class="note">
            {over ? 'This session has ended.' : <code title={id}>{shortId(id)}</code>}
            {state && state.kind !== 'live' && ` · ${state.presence}`}
            {row &&
              ` · ${grouped(row.steps)} steps · ${row.cadence || '–'} /min · ${row.rate || '–'} Hz`}
            {link !== 'open' && heardAt !== null && ` · as of ${clockTime(heardAt / 1000)}`}
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
      {row && <Troubles row={row} />}
      <Trace
        data={trace}
        lookAhead={pageConfig.look_ahead}
        label={`Trace of ${name}`}
        fileName={stemOf(name)}
        live={!over}
        hasSamples={trace.length > 0}
        empty={over ? 'Nothing came while it was watched.' : 'Waiting for samples …'}
      />
      {asking && <EndSession id={id} name={name} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** What is wrong with what a client sends, and what would help. */
function Troubles({ row }: { readonly row: SessionRow }) {
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
