import type { SessionRow } from '@stepstream/protocol';
import { useRef, useState } from 'preact/hooks';
import { grouped, rateText } from '../format.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { Unlock } from '../live/unlock.tsx';
import { marked } from '../shell/marked.tsx';
import { useStore } from '../store.ts';
import { Trace } from '../trace/trace.tsx';
import { firstFrameWords } from '../words/first-frame.ts';
import { words } from '../words/words.ts';
import { hasTimestamps } from './frame-entries.ts';
import { FrameLog } from './frame-log.tsx';
import { nextSession } from './next-session.ts';
import { NOTHING_SEEN, seenSignal } from './seen-signal.ts';
import { type FedSession, useSessionFeed } from './use-session-feed.ts';

/** Below this many samples a second steps are missed. */
const MIN_RATE = 20;
const NEWEST_FIRST = { key: 'age', descending: false, filter: '' } as const;

interface ArrivalProps {
  readonly live: LiveConnection;
  /** The user that the program streams as; null where it says none. */
  readonly user: string | null;
  readonly lookAhead: number;
}

/** What arrives of the program: waits, turns green at the first sample, and tells what it sees. */
export function Arrival({ live, user, lookAhead }: ArrivalProps) {
  const link = useStore(live.link);
  const { clockOffset, heardAt } = useStore(live.state);
  const [since] = useState(() => Date.now() / 1000);
  // One that has ended stays in sight until the next one begins.
  const seen = useRef<SessionRow | null>(null);
  const rows = live.sessions.rows(NEWEST_FIRST);
  const current = nextSession(rows, user, since + clockOffset, seen.current);
  if (current) seen.current = current;
  const row = seen.current;
  const fed = useSessionFeed(row?.id ?? null, row?.created_at ?? 0);
  const trace = fed?.trace;
  const hasArrived = trace !== undefined && trace.length > 0;
  const firstFrame = firstFrameWords();
  if (link === 'locked' || link === 'refused') {
    return <Unlock refused={link === 'refused'} onToken={(token) => live.unlock(token)} />;
  }
  const waitingFor = user === null ? firstFrame.waitingForAny : firstFrame.waitingFor(user);
  return (
    <div class={hasArrived ? 'arrival arrived' : 'arrival'} aria-busy={heardAt === null}>
      <div class="arrival-state" role="status">
        <p class="arrival-title">
          {hasArrived ? firstFrame.arrived : row ? firstFrame.connected : firstFrame.waiting}
        </p>
        {!row && <p>{waitingFor}</p>}
        {row && !current && <p>{firstFrame.over}</p>}
      </div>
      {row && <Facts row={row} fed={fed} />}
      {row && trace && hasArrived && (
        <Trace
          data={trace}
          lookAhead={lookAhead}
          label={firstFrame.trace(row.user_id ?? row.id)}
          fileName="first-frame"
          live={current !== undefined}
          hasSamples={hasArrived}
          empty=""
        />
      )}
      {row && <FrameLog key={row.id} frames={fed?.frames ?? []} />}
    </div>
  );
}

function Facts({ row, fed }: { readonly row: SessionRow; readonly fed: FedSession | null }) {
  const { codes } = words();
  const firstFrame = firstFrameWords();
  const { rate, unit } = fed ? seenSignal(fed.trace, fed.liveFrom) : NOTHING_SEEN;
  // The list's last word comes before a session's last steps.
  const steps = Math.max(row.steps, fed?.trace.marks.at(-1)?.number ?? 0);
  const timed = hasTimestamps(fed?.frames ?? []);
  const isSlow = rate !== null && rate < MIN_RATE;
  return (
    <div>
      <dl class="facts" aria-label={firstFrame.facts}>
        <Fact name={firstFrame.rate}>
          {rate === null ? firstFrame.unclear : firstFrame.rateOf(rateText(rate))}
        </Fact>
        <Fact name={firstFrame.unit}>
          {unit === null ? firstFrame.unclear : firstFrame.units[unit]}
        </Fact>
        <Fact name={firstFrame.timestamps}>
          {timed === null
            ? firstFrame.unclear
            : timed
              ? firstFrame.withTimestamps
              : firstFrame.withoutTimestamps}
        </Fact>
        <Fact name={firstFrame.steps}>{grouped(steps)}</Fact>
        {row.errors > 0 && (
          <Fact name={firstFrame.errors}>
            {firstFrame.lastError(grouped(row.errors), row.last_error ?? '')}
          </Fact>
        )}
      </dl>
      {isSlow && <p class="problem">{firstFrame.slow}</p>}
      {row.hints.map(({ code, message }) => (
        <p key={code} class="problem">
          {marked(codes.hint(code, message))}
        </p>
      ))}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
