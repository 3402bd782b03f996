import type { NodeRow } from '@stepstream/protocol';
import { clockTime, duration, grouped } from '../format.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { useStore } from '../store.ts';
import { detailsWords } from '../words/details.ts';
import { words } from '../words/words.ts';

interface ServersViewProps {
  readonly live: LiveConnection;
  /** Shows the sessions of one server. */
  readonly onChoose: (node: string) => void;
}

/** The servers of the cluster: how each stands, and how many sessions it has. */
export function ServersView({ live, onChoose }: ServersViewProps) {
  const told = useStore(live.nodes);
  const { clockOffset } = useStore(live.state);
  const { operator } = words();
  const details = detailsWords();
  const { name, state, sessions, up } = details.serverColumns;
  if (!told) return null;
  const { nodes, alone_since: since } = told;
  const now = Date.now() / 1000 + clockOffset;
  return (
    <section class="table-frame" aria-label={operator.servers}>
      {since !== null && (
        <p class="problem" role="status">
          {details.alone(clockTime(since))}
        </p>
      )}
      <table class="servers">
        <thead>
          <tr>
            <th scope="col" class="col-who">
              {name}
            </th>
            <th scope="col" class="col-why">
              {state}
            </th>
            <th scope="col" class="col-number">
              {sessions}
            </th>
            <th scope="col" class="col-number">
              {up}
            </th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.id}>
              <td class="col-who" title={node.id}>
                {nodeTitle(node)}
                {node.is_here && <small> {details.here}</small>}
              </td>
              <td class={`col-why ${node.state}`} title={titleOf(node)}>
                {stateWords(node)}
              </td>
              <td class="col-number">
                <button
                  type="button"
                  class="name"
                  disabled={node.sessions === 0}
                  aria-label={`${grouped(node.sessions)} ${operator.sessions(node.sessions)}: ${operator.onServer(nodeTitle(node))}`}
                  onClick={() => onChoose(node.id)}
                >
                  {grouped(node.sessions)}
                </button>
              </td>
              <td class="col-number">
                {node.started_at === null || node.state === 'gone'
                  ? '–'
                  : duration(now - node.started_at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What people call a server. */
export function nodeTitle({ name, id }: NodeRow): string {
  return name ?? id;
}

/** What a word does not say. */
function titleOf({ state }: NodeRow): string | undefined {
  return state === 'draining' ? detailsWords().drainingMeans : undefined;
}

function stateWords({ state, heard_at }: NodeRow): string {
  const details = detailsWords();
  return state === 'gone' ? details.gone(clockTime(heard_at)) : details[state];
}
