import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import { detailsWords } from '../words/details.ts';
import { language } from '../words/words.ts';
import {
  type Bar,
  browserZone,
  daysOf,
  HistoryError,
  moved,
  type Range,
  readHistory,
  type StepHistory,
} from './step-history.ts';

/** What is counted now is there a little later. */
const REFRESH_MS = 15_000;

/** The steps of a user, a day or a week at a time, on the clocks of the reader. */
export function HistoryView({ userId }: { readonly userId: string }) {
  const [range, setRange] = useState<Range>('day');
  const [anchor, setAnchor] = useState(() => new Date());
  const { history, problem } = useHistory(userId, range, anchor);
  const details = detailsWords();
  const { from, to } = daysOf(range, anchor);
  const title = titleOf(range, from, to);
  return (
    <div class="history">
      <div class="history-head">
        <fieldset class="tools" aria-label={details.range}>
          {(['day', 'week'] as const).map((one) => (
            <button
              key={one}
              type="button"
              class="tool"
              aria-pressed={range === one}
              onClick={() => setRange(one)}
            >
              {details[one]}
            </button>
          ))}
        </fieldset>
        <div class="tools">
          <button
            type="button"
            class="tool"
            aria-label={details.earlier}
            onClick={() => setAnchor(moved(range, anchor, -1))}
          >
            ‹
          </button>
          <button
            type="button"
            class="tool"
            aria-label={details.later}
            disabled={to > new Date()}
            onClick={() => setAnchor(moved(range, anchor, 1))}
          >
            ›
          </button>
        </div>
        <div class="history-title">
          <h4>{title}</h4>
          {history && (
            <p class="history-total">
              <strong>{grouped(history.total)}</strong> {details.stepsIn(browserZone())}
            </p>
          )}
        </div>
      </div>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {history && <Bars bars={history.bars} range={range} label={details.stepsOf(userId, title)} />}
      {history?.total === 0 && <p class="note history-none">{details.noSteps}</p>}
    </div>
  );
}

/** Reads the history, again and again while it is shown. Figures of another day stand under no other title than their own. */
function useHistory(userId: string, range: Range, anchor: Date) {
  const [told, setTold] = useState<{
    readonly range: Range;
    readonly anchor: Date;
    readonly history: StepHistory;
  } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const read = async () => {
      try {
        const history = await readHistory(userId, range, anchor, abort.signal);
        setTold({ range, anchor, history });
        setProblem(null);
      } catch (error) {
        if (abort.signal.aborted) return;
        const { historyForbidden, historyFailed } = detailsWords();
        const isForbidden = error instanceof HistoryError && error.isForbidden;
        setProblem(isForbidden ? historyForbidden : historyFailed);
      }
    };
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [userId, range, anchor]);
  const isOfThis = told?.range === range && told.anchor === anchor;
  return { history: isOfThis ? told.history : null, problem };
}

interface BarsProps {
  readonly bars: readonly Bar[];
  readonly range: Range;
  readonly label: string;
}

/** A bar for each hour, or each day. The number stands on it; of hours, on those that stand out. */
function Bars({ bars, range, label }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ol class={`bars ${range}`} aria-label={label}>
      {bars.map(({ start, count }, i) => (
        <li
          key={start}
          class={isPeak(bars, i) ? 'peak' : ''}
          title={`${barLabel(range, start)}: ${grouped(count)}`}
        >
          <span class="bar-count">{count > 0 ? grouped(count) : ''}</span>
          <span class="bar" style={{ height: `${(100 * count) / most}%` }} />
          <span class="bar-label">{barLabel(range, start)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Whether a bar is higher than the one before it, and no lower than the one behind. */
function isPeak(bars: readonly Bar[], i: number): boolean {
  const count = (at: number) => bars[at]?.count ?? 0;
  return count(i) > count(i - 1) && count(i) >= count(i + 1);
}

/** `14` for two in the afternoon; `Mon 3` for a day. */
function barLabel(range: Range, start: string): string {
  if (range === 'day') return start.slice(11, 13);
  const [year = 0, month = 1, day = 1] = start.slice(0, 10).split('-').map(Number);
  const date = new Date(year, month - 1, day);
  return `${date.toLocaleDateString(language.value, { weekday: 'short' })} ${day}`;
}

function titleOf(range: Range, from: Date, to: Date): string {
  const date = (day: Date, options: Intl.DateTimeFormatOptions) =>
    day.toLocaleDateString(language.value === 'en' ? 'en-GB' : language.value, options);
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  if (range === 'day') return date(from, { weekday: 'long', ...long });
  const last = new Date(to.getFullYear(), to.getMonth(), to.getDate() - 1);
  return `${date(from, { day: 'numeric', month: 'long' })} – ${date(last, long)}`;
}
