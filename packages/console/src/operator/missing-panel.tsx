import { clockTime, grouped } from '../format.ts';
import type { Named } from '../live/link-to.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { useStore } from '../store.ts';
import { detailsWords } from '../words/details.ts';
import { HistoryView } from './history-view.tsx';

interface MissingPanelProps {
  readonly live: LiveConnection;
  readonly named: Named;
}

/** Somebody whom a link names and who is not there: what is known of them all the same. */
export function MissingPanel({ live, named }: MissingPanelProps) {
  const ended = useStore(live.ended);
  const details = detailsWords();
  const isUser = named.kind === 'users';
  const last = ended.find(({ id, user_id }) => named.name === (isUser ? user_id : id));
  return (
    <section class="watch" aria-label={named.name}>
      <header class="watch-head">
        <div>
          <h3>{named.name}</h3>
          <p class="note">{isUser ? details.absentUser : details.absentSession}</p>
          {last && (
            <p class="note">
              {details.lastEnded(
                clockTime(last.ended_at),
                grouped(last.steps),
                details.reasons[last.reason] ?? last.reason,
              )}
            </p>
          )}
        </div>
      </header>
      {isUser && <HistoryView key={named.name} userId={named.name} />}
    </section>
  );
}
