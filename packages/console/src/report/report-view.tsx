import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import { recordingsOf } from '../run/chosen-files.ts';
import { useDropOnPage } from '../run/use-drop.ts';
import { useStore } from '../store.ts';
import { save } from '../trace/export.ts';
import { words } from '../words/words.ts';
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
    const recordings = recordingsOf(chosen);
    if (recordings.length === 0) return;
    newest.current = chosen;
    const isWanted = () => newest.current === chosen;
    let all: ReportRow[] = recordings.map(({ name }) => ({ name, counted: null, error: null }));
    const put = (place: number, row: ReportRow) => {
      all = all.map((old, i) => (i === place ? row : old));
      setRows(all);
    };
    setRows(all);
    setShown(null);
    for (const [i, one] of recordings.entries()) {
      try {
        const counted = await countChosen(one, (run) => isWanted() || run.stop());
        if (!isWanted()) return;
        put(i, { name: one.name, counted, error: null });
      } catch (error) {
        if (!isWanted()) return;
        const reason = error instanceof Error ? error.message : String(error);
        put(i, { name: one.name, counted: null, error: reason });
      }
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
  const { report } = words();
  const done = rows.filter(({ counted, error }) => counted ?? error).length;
  const keep = async () => {
    setSaving(true);
    const { reportOf } = await import('./save-report.ts');
    const counted = rows.flatMap((row) => row.counted ?? []);
    const failures = rows.flatMap(({ error }) => error ?? []);
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
      {rows.length > 0 && <ReportTable rows={rows} shown={shown} onShow={setShown} />}
      {current && <Mistakes key={current.count.file} counted={current} pageConfig={pageConfig} />}
    </section>
  );
}
