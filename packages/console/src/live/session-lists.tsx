import { useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import { lazy } from '../shell/lazy.tsx';
import { Tabs } from '../shell/tabs.tsx';
import { useStore } from '../store.ts';
import { words } from '../words/words.ts';
import type { LiveConnection } from './live-connection.ts';
import { SessionTable } from './session-table.tsx';

const EndedView = lazy(async () => (await import('../operator/ended-view.tsx')).EndedView);
const ServersView = lazy(async () => (await import('../operator/servers-view.tsx')).ServersView);

type List = 'now' | 'ended' | 'servers';

/** Sessions that are, sessions that were and, in a cluster, where they are. */
export function SessionLists({ live }: { readonly live: LiveConnection }) {
  const ended = useStore(live.ended);
  const told = useStore(live.nodes);
  const [list, setList] = useState<List>('now');
  const [node, setNode] = useState<string | null>(null);
  const { operator } = words();
  const tabs: { readonly id: List; readonly label: string }[] = [
    { id: 'now', label: operator.now },
    { id: 'ended', label: `${operator.ended} ${ended.length > 0 ? grouped(ended.length) : ''}` },
  ];
  if (told) tabs.push({ id: 'servers', label: `${operator.servers} ${told.nodes.length}` });
  const shown = list === 'servers' && !told ? 'now' : list;
  const chosen = told?.nodes.find(({ id }) => id === node);
  return (
    <div class="sessions">
      <Tabs label={operator.lists} name="list" tabs={tabs} chosen={shown} onChoose={setList}>
        {shown === 'now' && (
          <SessionTable
            live={live}
            node={node}
            nodeName={chosen?.name ?? node}
            onAllNodes={() => setNode(null)}
          />
        )}
        {shown === 'ended' && <EndedView live={live} />}
        {shown === 'servers' && (
          <ServersView
            live={live}
            onChoose={(id) => {
              setNode(id);
              setList('now');
            }}
          />
        )}
      </Tabs>
    </div>
  );
}
