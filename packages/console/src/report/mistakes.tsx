import { formatDuration } from '@stepstream/analysis';
import type { PageConfig } from '@stepstream/protocol';
import { useState } from 'preact/hooks';
import { stemOf } from '../stream/steps-csv.ts';
import { Trace } from '../trace/trace.tsx';
import { reportWords } from '../words/report.ts';
import { type Counted, mistakesOf } from './count-folder.ts';

/** More of them are in the saved report. */
const MAX_LISTED = 200;
/** What is shown on each side of a mistake, in seconds. */
const MARGIN_SECONDS = 3;

/** A recording's trace, with the way to each landing that count and truth do not agree on. */
export function Mistakes({
  counted: { count, recording, run },
  pageConfig,
}: {
  readonly counted: Counted;
  readonly pageConfig: PageConfig;
}) {
  const mistakes = mistakesOf(count);
  // The trace of a clock that tells dates begins at its first second.
  const origin = (recording.times[0] ?? 0) - run.trace.firstTime;
  const [at, setAt] = useState<number | null>(mistakes?.[0]?.time ?? null);
  const report = reportWords();
  return (
    <section class="mistakes" aria-label={count.file}>
      <h3>{count.file}</h3>
      {mistakes === null ? (
        count.comparison && <p class="note">{report.noTimes}</p>
      ) : mistakes.length === 0 ? (
        <p class="note">{report.noMistakes}</p>
      ) : (
        <ul class="mistake-list" aria-label={report.mistakes}>
          {mistakes.slice(0, MAX_LISTED).map(({ kind, time }) => {
            const label = formatDuration(time - (recording.times[0] ?? 0));
            return (
              <li key={`${kind} ${time}`}>
                <button
                  type="button"
                  class={`tool ${kind}`}
                  aria-pressed={time === at}
                  onClick={() => setAt(time)}
                >
                  {kind === 'missed' ? report.missed(label) : report.falseStep(label)}
                </button>
              </li>
            );
          })}
          {mistakes.length > MAX_LISTED && (
            <li class="note">{report.moreMistakes(mistakes.length - MAX_LISTED)}</li>
          )}
        </ul>
      )}
      <Trace
        data={run.trace}
        lookAhead={pageConfig.look_ahead}
        label={count.file}
        fileName={stemOf(count.file)}
        live={false}
        hasSamples
        empty=""
        {...(at !== null && {
          piece: { from: at - origin - MARGIN_SECONDS, to: at - origin + MARGIN_SECONDS },
        })}
      />
    </section>
  );
}
