import type { FormatOptions } from '@stepstream/formats/browser';
import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ChosenRecording, chosenRecordings } from '../run/chosen-files.ts';
import { reasonOf } from '../run/refusals.ts';
import { useDropOnPage } from '../run/use-drop.ts';
import { useStore } from '../store.ts';
import { save } from '../trace/export.ts';
import { reportWords } from '../words/report.ts';
import { countChosen } from './count-folder.ts';
import { filesForReport } from './files-for-report.ts';
import { Mistakes } from './mistakes.tsx';
import { type ReportRow, ReportTable } from './report-table.tsx';

/** For researchers: a folder of recordings becomes a table, and a page to keep. */
export function ReportView({ pageConfig }: { readonly pageConfig: PageConfig }) {
  const files = useStore(filesForReport);
  const [rows, setRows] = useState<readonly ReportRow[]>([]);
  const [shown, setShown] = useState<number | null>(null);
  const [isSaving, setSaving] = useState(false);
  /** What was chosen last: what came of others is of no interest any more. */
  const newest = useRef<readonly File[]>([]);
  const folder = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const take = async (chosen: readonly File[]) => {
    const recordings = await chosenRecordings(chosen);
    if (recordings.length === 0) return;
    newest.current = chosen;
    const isWanted = () => newest.current === chosen;
    setRows(recordings.map(({ name }) => ({ name, counted: null, refused: null })));
    setShown(null);
    for (const [i, one] of recordings.entries()) {
      await count(i, one);
      if (!isWanted()) return;
    }
  };
  /** Counts one of the recordings that were chosen last. */
  const count = async (place: number, chosen: ChosenRecording, options: FormatOptions = {}) => {
    const { current } = newest;
    const isWanted = () => newest.current === current;
    const put = (row: Pick<ReportRow, 'counted' | 'refused'>) => {
      if (!isWanted()) return;
      setRows((rows) => rows.map((old, i) => (i === place ? { ...old, ...row } : old)));
    };
    put({ counted: null, refused: null });
    try {
      const counted = await countChosen(chosen, options, (run) => isWanted() || run.stop());
      put({ counted, refused: null });
    } catch (error) {
      put({ counted: null, refused: { chosen, error } });
    }
  };
  const isOver = useDropOnPage((dropped) => void take(dropped));
  useEffect(() => void take(files), [files]);
  useEffect(
    () => () => {
      newest.current = [];
    },
    [],
  );
  const report = reportWords();
  const done = rows.filter(({ counted, refused }) => counted ?? refused).length;
  const keep = async () => {
    setSaving(true);
    const { reportOf } = await import('./save-report.ts');
    const counted = rows.flatMap((row) => row.counted ?? []);
    const failures = rows.flatMap(({ name, refused }) =>
      refused ? reasonOf(refused.error, name) : [],
    );
    save(reportOf(counted, failures, pageConfig.model), 'report.html');
    setSaving(false);
  };
  const current = shown === null ? null : (rows[shown]?.counted ?? null);
  const chooser = (isFolder: boolean) => (
    <input
      ref={isFolder ? folder : input}
      type="file"
      class="hidden"
      multiple
      tabIndex={-1}
      aria-label={isFolder ? report.choose : report.chooseFiles}
      {...(isFolder && { webkitdirectory: true })}
      onChange={({ currentTarget }) => {
        void take([...(currentTarget.files ?? [])]);
        currentTarget.value = '';
      }}
    />
  );
  return (
    <section class={isOver ? 'card report over' : 'card report'} aria-labelledby="report-title">
      <header class="view-head">
        <h2 id="report-title">{report.title}</h2>
        <p class="lead">{report.lead}</p>
        <p class="report-bar">
          <button type="button" class="button primary" onClick={() => folder.current?.click()}>
            {report.choose}
          </button>
          <button type="button" class="button" onClick={() => input.current?.click()}>
            {report.chooseFiles}
          </button>
          {rows.length > 0 && (
            <button
              type="button"
              class="button"
              disabled={done < rows.length || isSaving || rows.every(({ counted }) => !counted)}
              onClick={() => void keep()}
            >
              {isSaving ? report.saving : report.save}
            </button>
          )}
          <span role="status" class="note">
            {rows.length === 0
              ? report.note
              : done < rows.length
                ? report.counting(done + 1, rows.length)
                : report.done(rows.length)}
          </span>
        </p>
        {chooser(true)}
        {chooser(false)}
      </header>
      {rows.length > 0 && (
        <ReportTable
          rows={rows}
          shown={shown}
          onShow={setShown}
          onPick={(place, options) => {
            const chosen = rows[place]?.refused?.chosen;
            if (chosen) void count(place, chosen, options);
          }}
        />
      )}
      {current && <Mistakes key={current.count.file} counted={current} pageConfig={pageConfig} />}
    </section>
  );
}
