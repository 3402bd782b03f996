import { difference, grouped } from '../format.ts';
import type { Run } from '../stream/run.ts';
import { words } from '../words/words.ts';

/** What came of one of several recordings. */
export interface Result {
  readonly name: string;
  readonly run: Run | null;
  /** Why it could not be read, with its name; null where it could. */
  readonly error: string | null;
}

/** What came of several recordings: choose one to see it. */
export function ResultsTable({
  results,
  onShow,
}: {
  readonly results: readonly Result[];
  readonly onShow: (run: Run) => void;
}) {
  const { recording } = words();
  return (
    <table class="results" aria-label={recording.table}>
      <thead>
        <tr>
          <th scope="col">{recording.name}</th>
          <th scope="col">{recording.steps}</th>
          <th scope="col">{recording.offBy}</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <ResultRow key={result.name} result={result} onShow={onShow} />
        ))}
      </tbody>
    </table>
  );
}

function ResultRow({
  result: { name, run, error },
  onShow,
}: {
  readonly result: Result;
  readonly onShow: (run: Run) => void;
}) {
  if (!run) {
    return (
      <tr>
        <td colSpan={3} class={error === null ? 'waiting' : 'refused'}>
          {error ?? `${name}: ${words().recording.waiting}`}
        </td>
      </tr>
    );
  }
  const { steps, truth, compared, error: problem, phase } = run.state.value;
  return (
    <tr>
      <td>
        <button type="button" class="name" onClick={() => onShow(run)}>
          {name}
        </button>
      </td>
      <td>{grouped(steps)}</td>
      <td>
        {phase === 'failed' ? problem?.() : truth === null ? '–' : difference(compared, truth)}
      </td>
    </tr>
  );
}
