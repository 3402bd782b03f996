import type { SessionRow } from '@stepstream/protocol';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { duration, grouped, rateText } from '../format.ts';
import { useStore } from '../store.ts';
import { words } from '../words/words.ts';
import type { LiveConnection } from './live-connection.ts';
import { type ListView, nameOf, type SortKey } from './session-list.ts';
import { stateOf } from './session-state.ts';

/** Height of a row in pixels, as the style sheet has it. */
const ROW_HEIGHT = 40;
/** Rows above and below what is seen that are drawn all the same: they are drawn anew after as many. */
const MARGIN_ROWS = 8;

interface Column {
  readonly key: SortKey;
  readonly unit?: string;
  /** Whether the first click on its heading sorts from the largest down. */
  readonly descending?: boolean;
}

const COLUMNS: readonly Column[] = [
  { key: 'user' },
  { key: 'state', descending: true },
  { key: 'rate', unit: 'Hz', descending: true },
  { key: 'cadence', descending: true },
  { key: 'steps', descending: true },
  { key: 'age' },
];

interface SessionTableProps {
  readonly live: LiveConnection;
  /** Shows the sessions of one server only; of all with null. */
  readonly node: string | null;
  /** What that server is called. */
  readonly nodeName: string | null;
  readonly onAllNodes: () => void;
}

/** The list of sessions. Only the rows in sight are in the document, however many there are. */
export function SessionTable({ live, node, nodeName, onAllNodes }: SessionTableProps) {
  const { clockOffset, complete, totals, version } = useStore(live.state);
  const watched = useStore(live.watching.watched);
  const [view, setView] = useState<Sorting>({ key: 'age', descending: false, filter: '' });
  const frame = useRef<HTMLElement>(null);
  /** The first row in sight, to the next lower margin; and the height of the list. */
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  const readTop = ({ scrollTop }: HTMLElement) =>
    setTop(Math.floor(scrollTop / ROW_HEIGHT / MARGIN_ROWS) * MARGIN_ROWS);
  useTicks();
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () => {
      setHeight(element.clientHeight);
      readTop(element);
    };
    const resizing = new ResizeObserver(read);
    resizing.observe(element);
    read();
    return () => resizing.disconnect();
  }, []);

  // Thousands are sorted: not each second for their ages, and not while the list is scrolled.
  const rows = useMemo(() => live.sessions.rows({ ...view, node }), [live, version, view, node]);
  const first = Math.max(0, top - MARGIN_ROWS);
  const last = Math.min(rows.length, top + 2 * MARGIN_ROWS + Math.ceil(height / ROW_HEIGHT));
  const now = Date.now() / 1000 + clockOffset;
  const { operator } = words();
  return (
    <>
      {node !== null && (
        <p class="note node-filter">
          {operator.onServer(nodeName ?? node)}{' '}
          <button type="button" class="tool" onClick={onAllNodes}>
            {operator.onAll}
          </button>
        </p>
      )}
      <input
        type="search"
        class="filter"
        placeholder={operator.find}
        aria-label={operator.find}
        value={view.filter}
        onInput={({ currentTarget }) => setView({ ...view, filter: currentTarget.value })}
      />
      {/* It scrolls; the headings and names in it take the keys. */}
      <section
        ref={frame}
        class="table-frame"
        aria-label={operator.list}
        onScroll={({ currentTarget }) => readTop(currentTarget)}
        onKeyDown={moveFocus}
      >
        <table aria-rowcount={rows.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {COLUMNS.map((column) => (
                <Heading key={column.key} column={column} view={view} onSort={setView} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer rows={first} />
            {rows.slice(first, last).map((row, i) => (
              <Row
                key={row.id}
                row={row}
                index={first + i + 2}
                now={now}
                chosen={row.id === watched?.id}
                onWatch={() => live.watching.watch(row.id)}
              />
            ))}
            <Spacer rows={rows.length - last} />
          </tbody>
        </table>
        {rows.length === 0 && complete && (
          <p class="note table-empty">
            {live.sessions.size === 0 ? operator.nobodyNow : operator.noMatch}
          </p>
        )}
        {!complete && (
          <p class="note table-empty" role="status">
            {operator.listed(grouped(live.sessions.size), grouped(totals.live + totals.away))}
          </p>
        )}
      </section>
    </>
  );
}

/** How the list stands, apart from the server that was chosen. */
type Sorting = Omit<ListView, 'node'>;

interface HeadingProps {
  readonly column: Column;
  readonly view: Sorting;
  readonly onSort: (view: Sorting) => void;
}

function Heading({ column, view, onSort }: HeadingProps) {
  const { key, unit } = column;
  const sorted = view.key === key;
  const order = view.descending ? 'descending' : 'ascending';
  const descending = sorted ? !view.descending : column.descending === true;
  return (
    <th scope="col" class={`col-${key}`} aria-sort={sorted ? order : 'none'}>
      <button type="button" onClick={() => onSort({ ...view, key, descending })}>
        {words().operator.columns[key]}
        {unit !== undefined && <small> {unit}</small>}
        <span class="order" aria-hidden="true">
          {sorted ? (view.descending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: SessionRow;
  readonly index: number;
  /** Unix time of the server, in seconds. */
  readonly now: number;
  readonly chosen: boolean;
  readonly onWatch: () => void;
}

function Row({ row, index, now, chosen, onWatch }: RowProps) {
  const { kind, presence, troubles } = stateOf(row, now);
  return (
    <tr aria-rowindex={index} class={chosen ? 'chosen' : ''} onClick={onWatch}>
      <td class="col-user">
        <button type="button" class="name" aria-pressed={chosen} title={row.id}>
          {nameOf(row)}
        </button>
      </td>
      <td class={`col-state ${kind}`} title={[presence, ...troubles].join(', ')}>
        {troubles.length > 0 && <strong class="troubles">{troubles.join(', ')}</strong>}
        {(troubles.length === 0 || kind !== 'live') && <span>{presence}</span>}
      </td>
      <td class="col-rate">{rateText(row.rate)}</td>
      <td class="col-cadence">{row.cadence > 0 ? row.cadence : '–'}</td>
      <td class="col-steps">{grouped(row.steps)}</td>
      <td class="col-age">{duration(now - row.created_at)}</td>
    </tr>
  );
}

/** Stands for rows that are not in sight. */
function Spacer({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr class="spacer">
      <td style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

/** Arrows move from row to row. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0 || !(event.target instanceof HTMLElement) || !event.target.closest('tbody')) return;
  const names = [...event.currentTarget.querySelectorAll<HTMLElement>('.name')];
  const next = names[names.indexOf(event.target) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Draws the component once a second: ages grow by themselves. */
function useTicks(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}
