import {
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
} from '@stepstream/analysis';
import { grouped } from '../format.ts';
import { words } from '../words/words.ts';
import type { Counted } from './count-folder.ts';

/** A recording in the table. */
export interface ReportRow {
  readonly name: string;
  readonly counted: Counted | null;
  /** Why it could not be counted; null where it could, or will be. */
  readonly error: string | null;
}

/** What came of each recording. Its name, or its error, shows where count and truth differ. */
export function ReportTable({
  rows,
  shown,
  onShow,
}: {
  readonly rows: readonly ReportRow[];
  readonly shown: number | null;
  readonly onShow: (place: number) => void;
}) {
  const { report } = words();
  const heads = ['name', 'duration', 'steps', 'known', 'error', 'cadence', 'walks', 'f1'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keys.
    <section class="report-scroll" tabIndex={0} aria-label={report.table}>
      <table class="report-table" aria-label={report.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {report[head]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.name} class={i === shown ? 'chosen' : ''}>
              {row.counted ? (
                <Cells name={row.name} counted={row.counted} onShow={() => onShow(i)} />
              ) : (
                <td colSpan={heads.length}>
                  {row.name}: {row.error ?? report.waiting}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cells({
  name,
  counted: { count },
  onShow,
}: {
  readonly name: string;
  readonly counted: Counted;
  readonly onShow: () => void;
}) {
  const { comparison, cadence, walks, duration, steps } = count;
  const error = comparison && formatPercent(errorPercent(comparison.counted, comparison.truth));
  return (
    <>
      <td>
        <button type="button" class="name" onClick={onShow}>
          {name}
        </button>
      </td>
      <td>{formatDuration(duration)}</td>
      <td>{grouped(steps)}</td>
      <td>{comparison ? grouped(comparison.truth) : NO_VALUE}</td>
      <td>
        {error === null ? (
          NO_VALUE
        ) : (
          <button type="button" class="name" onClick={onShow}>
            {error}
          </button>
        )}
      </td>
      <td>{formatNumber(cadence, 0)}</td>
      <td>{walks.length}</td>
      <td>{formatNumber(comparison?.timing?.f1 ?? null, 3)}</td>
    </>
  );
}
