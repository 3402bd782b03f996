import {
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
} from '@stepstream/analysis';
import type { FormatOptions } from '@stepstream/formats/browser';
import { grouped, withMark } from '../format.ts';
import { Refusal, type Refused } from '../run/refusal.tsx';
import { reportWords } from '../words/report.ts';
import type { Counted } from './count-folder.ts';

/** A recording in the table. */
export interface ReportRow {
  readonly name: string;
  readonly counted: Counted | null;
  /** Why it could not be counted; null where it could, or will be. */
  readonly refused: Refused | null;
}

/** What came of each recording. Its name, or its error, shows where count and truth differ. */
export function ReportTable({
  rows,
  shown,
  onShow,
  onPick,
}: {
  readonly rows: readonly ReportRow[];
  readonly shown: number | null;
  readonly onShow: (place: number) => void;
  /** What a file does not say was chosen for it. */
  readonly onPick: (place: number, options: FormatOptions) => void;
}) {
  const report = reportWords();
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
                  {row.refused ? (
                    <div class="report-refused">
                      <Refusal refused={row.refused} onPick={(options) => onPick(i, options)} />
                    </div>
                  ) : (
                    `${row.name}: ${report.waiting}`
                  )}
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
  const error =
    comparison &&
    withMark(formatPercent(errorPercent(comparison.counted, comparison.truth)).replace('-', '−'));
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
      <td>{withMark(formatNumber(comparison?.timing?.f1 ?? null, 3))}</td>
    </>
  );
}
