import type { KnownSteps } from '@stepstream/analysis';
import type { FormatOptions, LoadedRecording } from '@stepstream/formats/browser';
import { useEffect, useRef, useState } from 'preact/hooks';
import { grouped } from '../format.ts';
import { filesForReport } from '../report/files-for-report.ts';
import type { Run, RunPlan } from '../stream/run.ts';
import { words } from '../words/words.ts';
import { type ChosenRecording, chosenRecordings } from './chosen-files.ts';
import { Refusal, type Refused } from './refusal.tsx';
import { pageReasonOf } from './refusals.ts';
import { type Result, ResultsTable } from './results-table.tsx';

interface RecordingPanelProps {
  readonly running: boolean;
  /** Files that were dropped on the page, until they are taken. */
  readonly chosen: readonly File[];
  readonly onTaken: () => void;
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
      readonly known: KnownSteps | null;
    }
  | { readonly state: 'refused'; readonly refused: Refused }
  /** None of what was chosen is a recording. */
  | { readonly state: 'nothing' };

/** Recordings of one's own: drop them, and they are streamed, one after the other. */
export function RecordingPanel(props: RecordingPanelProps) {
  const { running, chosen, onTaken, onPlay, onStop, onClear, onShow } = props;
  const [reading, setReading] = useState<Reading>({ state: 'none' });
  const [results, setResults] = useState<readonly Result[]>([]);
  const [speed, setSpeed] = useState(Number.POSITIVE_INFINITY);
  const input = useRef<HTMLInputElement>(null);
  /** The files that were chosen last: those chosen before are of no interest any more. */
  const newest = useRef<readonly File[]>([]);
  useEffect(() => {
    if (chosen.length === 0) return;
    void take(chosen);
    onTaken();
  }, [chosen]);
  useEffect(
    () => () => {
      newest.current = [];
    },
    [],
  );

  const play = (name: string, recording: LoadedRecording, known: KnownSteps | null) =>
    onPlay({
      source: recording,
      user: name.slice(0, 80) || 'recording',
      title: () => name,
      speed,
      known,
      gravity: recording.source.gravity,
    });
  /** Reads a recording and begins to stream it; undefined where it can't be read. */
  const read = async (one: ChosenRecording, options: FormatOptions, isWanted: () => boolean) => {
    setReading({ state: 'reading', name: one.name });
    try {
      // Large beside the rest of the page, and not needed by most who come.
      const { formatTitle, readBlobs, readKnownBlobs } = await import(
        '@stepstream/formats/browser'
      );
      const recording = await readBlobs(one.files, options);
      const known = await readKnownBlobs(one.known);
      if (!isWanted()) return undefined;
      const format = formatTitle(recording.source.format);
      setReading({ state: 'read', name: one.name, format, recording, known });
      return play(one.name, recording, known);
    } catch (error) {
      if (!isWanted()) return undefined;
      setReading({ state: 'refused', refused: { chosen: one, error } });
      return pageReasonOf(error, one.name);
    }
  };
  const take = async (files: readonly File[], options: FormatOptions = {}) => {
    newest.current = files;
    const isWanted = () => newest.current === files;
    onClear();
    setResults([]);
    const recordings = await chosenRecordings(files);
    if (!isWanted()) return;
    if (recordings.length === 0) setReading({ state: 'nothing' });
    const isSeveral = recordings.length > 1;
    let rows: Result[] = recordings.map(({ name }) => ({ name, run: null, error: null }));
    if (isSeveral) setResults(rows);
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

  const { recording: said, tryIt } = words();
  return (
    <div class="panel">
      <section class="drop" aria-label={said.drop}>
        <p class="drop-title">{said.dropTitle}</p>
        <button type="button" class="button big primary" onClick={() => input.current?.click()}>
          {said.choose}
        </button>
        <input
          ref={input}
          type="file"
          class="hidden"
          multiple
          tabIndex={-1}
          aria-label={said.input}
          accept=".csv,.tsv,.txt,.gz,.json,.jsonl,.ndjson,.zip,.xlsx,.parquet,.gt3x,.cwa,.bin,text/csv,text/plain,application/json,application/gzip,application/zip"
          onChange={({ currentTarget }) => {
            void take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <p class="note">{said.note}</p>
      </section>
      <label class="field">
        <span>{tryIt.speed}</span>
        <select
          value={String(speed)}
          onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
        >
          <option value="Infinity">{said.asFastAsItGoes}</option>
          <option value="1">{said.asRecorded}</option>
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
            {said.openHere}
          </button>
        </>
      )}
      {reading.state === 'read' && (
        <button
          type="button"
          class="button"
          onClick={() =>
            running ? onStop() : play(reading.name, reading.recording, reading.known)
          }
        >
          {running ? tryIt.stop : said.again}
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
  const said = words().recording;
  if (reading.state === 'reading') return <p role="status">{said.reading(reading.name)}</p>;
  if (reading.state === 'refused') {
    const { refused } = reading;
    const { files, known } = refused.chosen;
    return (
      <Refusal refused={refused} onPick={(options) => onPick([...files, ...known], options)} />
    );
  }
  if (reading.state === 'none') return null;
  if (reading.state === 'nothing') {
    return (
      <p class="problem" role="alert">
        {said.nothing}
      </p>
    );
  }
  const { format, recording } = reading;
  const { source, times, gyro } = recording;
  const unit = source.accelUnit === 'm/s^2' ? 'm/s²' : source.accelUnit;
  const facts = [
    said.read(format, grouped(times.length), unit),
    ...(source.gravity === 'excluded' ? [said.noGravity] : []),
    ...(gyro ? [] : [said.noGyroscope]),
  ];
  return (
    <div class="note">
      <p>
        <strong>{reading.name}</strong>: {facts.join(', ')}.
      </p>
      {source.notes.map(({ code, text, line }) => (
        <p key={`${code} ${line}`} data-note={code}>
          {text}
        </p>
      ))}
    </div>
  );
}
