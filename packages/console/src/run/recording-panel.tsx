import type { FormatOptions, LoadedRecording } from '@stepstream/formats/browser';
import { useEffect, useRef, useState } from 'preact/hooks';
import { filesForReport } from '../report/files-for-report.ts';
import { lazy } from '../shell/lazy.tsx';
import type { Run, RunPlan } from '../stream/run.ts';
import { words } from '../words/words.ts';
import { type ChosenRecording, recordingsOf, truthTimes } from './chosen-files.ts';
import { pickersFor, withoutFlags } from './refusals.ts';
import { type Result, ResultsTable } from './results-table.tsx';

/** Few recordings need them. */
const Pickers = lazy(async () => (await import('./pickers.tsx')).Pickers);

interface RecordingPanelProps {
  readonly running: boolean;
  /** Files that were dropped on the page. */
  readonly chosen: readonly File[];
  readonly onPlay: (plan: RunPlan) => Run;
  readonly onStop: () => void;
  /** Other files have been chosen: nothing that is shown is of them. */
  readonly onClear: () => void;
  readonly onShow: (run: Run) => void;
}

/** What is known of the files that were dropped. */
type Reading =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly name: string }
  | {
      readonly state: 'read';
      readonly name: string;
      readonly format: string;
      readonly recording: LoadedRecording;
      readonly truths: readonly number[];
    }
  | {
      readonly state: 'refused';
      readonly chosen: ChosenRecording;
      readonly code: string;
      readonly reason: string;
    };

/** Recordings of one's own: drop them, and they are streamed, one after the other. */
export function RecordingPanel(props: RecordingPanelProps) {
  const { running, chosen, onPlay, onStop, onClear, onShow } = props;
  const [reading, setReading] = useState<Reading>({ state: 'none' });
  const [results, setResults] = useState<readonly Result[]>([]);
  const [speed, setSpeed] = useState(Number.POSITIVE_INFINITY);
  const input = useRef<HTMLInputElement>(null);
  /** The files that were chosen last: those chosen before are of no interest any more. */
  const newest = useRef<readonly File[]>([]);
  useEffect(() => {
    void take(chosen);
  }, [chosen]);
  useEffect(
    () => () => {
      newest.current = [];
    },
    [],
  );

  const play = (name: string, recording: LoadedRecording, truths: readonly number[]) =>
    onPlay({
      source: recording,
      user: name.slice(0, 80) || 'recording',
      title: name,
      speed,
      truths,
      gravity: recording.source.gravity,
    });
  /** Reads a recording and begins to stream it; undefined where it can't be read. */
  const read = async (one: ChosenRecording, options: FormatOptions, isWanted: () => boolean) => {
    setReading({ state: 'reading', name: one.name });
    try {
      // Large beside the rest of the page, and not needed by most who come.
      const { formatTitle, readBlobs } = await import('@stepstream/formats/browser');
      const recording = await readBlobs(one.files, options);
      const truths = one.truth ? truthTimes(await one.truth.text()) : [];
      if (!isWanted()) return undefined;
      const format = formatTitle(recording.source.format);
      setReading({ state: 'read', name: one.name, format, recording, truths });
      return play(one.name, recording, truths);
    } catch (error) {
      if (!isWanted()) return undefined;
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      setReading({ state: 'refused', chosen: one, code, reason: reasonOf(error, one.name) });
      return reasonOf(error, one.name);
    }
  };
  const take = async (files: readonly File[], options: FormatOptions = {}) => {
    const recordings = recordingsOf(files);
    if (recordings.length === 0) return;
    newest.current = files;
    const isWanted = () => newest.current === files;
    onClear();
    const isSeveral = recordings.length > 1;
    let rows: Result[] = recordings.map(({ name }) => ({ name, run: null, error: null }));
    setResults(isSeveral ? rows : []);
    for (const [i, one] of recordings.entries()) {
      const begun = await read(one, options, isWanted);
      if (!isSeveral || begun === undefined) return;
      const isRun = typeof begun !== 'string';
      if (isRun) await begun.over();
      if (!isWanted()) return;
      const row = { name: one.name, run: isRun ? begun : null, error: isRun ? null : begun };
      rows = rows.map((old, k) => (k === i ? row : old));
      setResults(rows);
    }
  };

  return (
    <div class="panel">
      <section class="drop" aria-label="Drop recordings">
        <p class="drop-title">Drop recordings anywhere</p>
        <button type="button" class="button big primary" onClick={() => input.current?.click()}>
          Choose a file
        </button>
        <input
          ref={input}
          type="file"
          class="hidden"
          multiple
          tabIndex={-1}
          aria-label="Recording"
          accept=".csv,.tsv,.txt,.gz,.json,.jsonl,.ndjson,.zip,.xlsx,.parquet,.gt3x,.cwa,.bin,text/csv,text/plain,application/json,application/gzip,application/zip"
          onChange={({ currentTarget }) => {
            void take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <p class="note">
          Any table with time and acceleration, of an app, a device or your own: CSV, JSON, Excel,
          gzip or zip. It goes to this server alone.
        </p>
      </section>
      <label class="field">
        <span>Speed</span>
        <select
          value={String(speed)}
          onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
        >
          <option value="Infinity">as fast as it goes</option>
          <option value="1">as recorded</option>
          <option value="10">10 ×</option>
        </select>
      </label>
      <Outcome reading={reading} onPick={(files, options) => void take(files, options)} />
      {results.length > 0 && (
        <>
          <ResultsTable results={results} onShow={onShow} />
          <button
            type="button"
            class="button"
            onClick={() => {
              filesForReport.value = newest.current;
              location.hash = '#/report';
            }}
          >
            {words().report.openHere}
          </button>
        </>
      )}
      {reading.state === 'read' && (
        <button
          type="button"
          class="button"
          onClick={() =>
            running ? onStop() : play(reading.name, reading.recording, reading.truths)
          }
        >
          {running ? 'Stop' : 'Stream it again'}
        </button>
      )}
    </div>
  );
}

function Outcome({
  reading,
  onPick,
}: {
  readonly reading: Reading;
  readonly onPick: (files: readonly File[], options: FormatOptions) => void;
}) {
  if (reading.state === 'reading') return <p role="status">Reading {reading.name} …</p>;
  if (reading.state === 'refused') {
    const { chosen, code, reason } = reading;
    const kind = pickersFor(code);
    const [file] = chosen.files;
    return (
      <>
        <p class="problem" role="alert">
          {kind ? withoutFlags(reason) : reason}
        </p>
        {kind && file && (
          <Pickers
            key={reason}
            kind={kind}
            file={file}
            onPick={(options) =>
              onPick(chosen.truth ? [...chosen.files, chosen.truth] : chosen.files, options)
            }
          />
        )}
      </>
    );
  }
  if (reading.state === 'none') return null;
  const { format, recording } = reading;
  const { source, times, gyro } = recording;
  return (
    <div class="note">
      <p>
        <strong>{reading.name}</strong>: {format}, {times.length.toLocaleString('en')} samples in{' '}
        {source.accelUnit === 'm/s^2' ? 'm/s²' : source.accelUnit}
        {source.gravity === 'excluded' ? ', gravity taken off' : ''}
        {gyro ? '' : ', no gyroscope'}.
      </p>
      {source.notes.map(({ code, text, line }) => (
        <p key={`${code} ${line}`} data-note={code}>
          {text}
        </p>
      ))}
    </div>
  );
}

/** What is wrong, in words: those of the reader name the file, the line and the remedy. */
function reasonOf(error: unknown, name: string): string {
  if (error instanceof Error && error.name === 'RecordingError') return error.message;
  return `${name} could not be read (${error instanceof Error ? error.message : error}). Is the server still there?`;
}
