import type { PageConfig } from '@stepstream/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import { pageReasonOf } from '../run/refusals.ts';
import { useDropOnPage } from '../run/use-drop.ts';
import { useStore } from '../store.ts';
import { save } from '../trace/export.ts';
import { reportWords } from '../words/report.ts';
import { words } from '../words/words.ts';
import { filesForReport } from './files-for-report.ts';
import { Mistakes } from './mistakes.tsx';
import { Report } from './report.ts';
import { ReportTable } from './report-table.tsx';

/** There is one at a time. */
const REPORT = new Report();

/** For researchers: a folder of recordings becomes a table, and a page to keep. */
export function ReportView({ pageConfig }: { readonly pageConfig: PageConfig }) {
  const files = useStore(filesForReport);
  const told = useStore(REPORT.rows);
  const shown = useStore(REPORT.shown);
  const rows = told ?? [];
  const [isSaving, setSaving] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useDropOnPage((dropped) => void REPORT.take(dropped));
  useEffect(() => {
    if (files.length === 0) return;
    filesForReport.value = [];
    void REPORT.take(files);
  }, [files]);
  const report = reportWords();
  const done = rows.filter(({ counted, refused }) => counted ?? refused).length;
  const keep = async () => {
    setSaving(true);
    const { reportOf } = await import('./save-report.ts');
    const counted = rows.flatMap((row) => row.counted ?? []);
    const failures = rows.flatMap(({ name, refused }) =>
      refused ? pageReasonOf(refused.error, name) : [],
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
        void REPORT.take([...(currentTarget.files ?? [])]);
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
              ? told
                ? words().recording.nothing
                : report.note
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
          onShow={(place) => {
            REPORT.shown.value = place;
          }}
          onPick={(place, options) => {
            const chosen = rows[place]?.refused?.chosen;
            if (chosen) void REPORT.count(place, chosen, options);
          }}
        />
      )}
      {current && <Mistakes key={current.count.file} counted={current} pageConfig={pageConfig} />}
    </section>
  );
}
