import type { PageConfig } from '@stepstream/protocol';
import { useRef, useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { Unlock } from '../live/unlock.tsx';
import { WithoutNetwork } from '../run/phone-panel.tsx';
import { Qr } from '../run/qr.tsx';
import { useStore } from '../store.ts';
import { wallWords } from '../words/wall.ts';
import { type Place, placesOf } from './places.ts';
import { Tile } from './tile.tsx';

interface WallViewProps {
  readonly live: LiveConnection;
  readonly pageConfig: PageConfig;
}

/** For a room: the code to scan stays, and each phone that walks becomes a tile. */
export function WallView({ live, pageConfig }: WallViewProps) {
  const link = useStore(live.link);
  useStore(live.state);
  const places = useRef<readonly Place[]>([]);
  const { shown, waiting } = placesOf(places.current, live.sessions.rows(IN_ORDER));
  places.current = shown;
  const card = useRef<HTMLElement>(null);
  const wall = wallWords();
  const isLocked = link === 'locked' || link === 'refused';
  const [seen, setSeen] = useState<Readonly<Record<string, number>>>({});
  // The list's last word comes before a session's last steps.
  const stepsOf = ({ row }: Place) => Math.max(row.steps, seen[row.id] ?? 0);
  const total = shown.reduce((sum, place) => sum + stepsOf(place), 0);
  return (
    <section ref={card} class="card wall" aria-labelledby="wall-title">
      <aside class="wall-code">
        <h2 id="wall-title">{wall.title}</h2>
        <Code pageConfig={pageConfig} />
        {shown.length > 0 && <p class="wall-total">{wall.total(grouped(total))}</p>}
        {document.fullscreenEnabled && (
          <button
            type="button"
            class="tool"
            onClick={() => void card.current?.requestFullscreen().catch(() => {})}
          >
            {wall.fullScreen}
          </button>
        )}
      </aside>
      {isLocked ? (
        <Unlock refused={link === 'refused'} onToken={(token) => live.unlock(token)} />
      ) : shown.length === 0 ? (
        <div class="empty">
          <p class="empty-title">{wall.nobody}</p>
          <p>{wall.nobodyNote}</p>
        </div>
      ) : (
        <div class="wall-tiles">
          <ul aria-label={wall.tiles}>
            {shown.map((place, i) => (
              // A place, and not a session: a phone that starts anew keeps it.
              <Tile
                key={i}
                place={place}
                steps={stepsOf(place)}
                onSteps={(id, steps) =>
                  setSeen((before) => (before[id] === steps ? before : { ...before, [id]: steps }))
                }
              />
            ))}
          </ul>
          {waiting > 0 && <p class="note">{wall.more(waiting)}</p>}
        </div>
      )}
    </section>
  );
}

const IN_ORDER = { key: 'age', descending: true, filter: '' } as const;

function Code({
  pageConfig: { phone_url: url, self_signed: selfSigned },
}: {
  readonly pageConfig: PageConfig;
}) {
  const wall = wallWords();
  if (url === null) return <WithoutNetwork />;
  return (
    <>
      <p class="lead">{wall.lead}</p>
      <Qr url={url} />
      <p class="address">
        <a href={url} aria-label={wall.addressOf}>
          {url}
        </a>
      </p>
      {selfSigned && <p class="note">{wall.warns}</p>}
    </>
  );
}
