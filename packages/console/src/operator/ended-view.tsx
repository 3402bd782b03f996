import type { EndedRow } from '@stepstream/protocol';
import { clockTime, duration, grouped, shortId } from '../format.ts';
import { linkTo } from '../live/link-to.ts';
import type { LiveConnection } from '../live/live-connection.ts';
import { useStore } from '../store.ts';
import { detailsWords } from '../words/details.ts';
import { words } from '../words/words.ts';

/** The last sessions that have ended: what came of them, and why they ended. */
export function EndedView({ live }: { readonly live: LiveConnection }) {
  const rows = useStore(live.ended);
  const { operator } = words();
  const details = detailsWords();
  const { who, when, steps, length, why } = details.endedColumns;
  if (rows.length === 0) return <p class="note table-empty">{details.noneEnded}</p>;
  return (
    <section class="table-frame" aria-label={operator.ended}>
      <table class="ended">
        <thead>
          <tr>
            {[who, when, steps, length, why].map((label, i) => (
              <th key={label} scope="col" class={COLUMNS[i]}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.id} ${row.ended_at}`} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const COLUMNS = ['col-who', 'col-when', 'col-number', 'col-number col-length', 'col-why'];

function Row({ row }: { readonly row: EndedRow }) {
  const { id, user_id: userId, ended_at, reason, steps, node } = row;
  const why = detailsWords().reasons[reason] ?? reason;
  const name = userId ?? shortId(id);
  return (
    <tr>
      <td class="col-who" title={node === null ? id : `${id} · ${node}`}>
        {userId === null ? name : <a href={linkTo({ id, userId })}>{name}</a>}
      </td>
      <td class="col-when" title={new Date(1000 * ended_at).toLocaleString()}>
        {clockTime(ended_at)}
      </td>
      <td class="col-number">{grouped(steps)}</td>
      <td class="col-number col-length">{duration(row.duration)}</td>
      <td class="col-why" title={why}>
        {why}
      </td>
    </tr>
  );
}
