import type { LoadedRecording } from '@stepstream/formats/browser';
import { useRef, useState } from 'preact/hooks';
import type { RunPlan } from '../stream/run.ts';

interface RecordingPanelProps {
  readonly running: boolean;
  readonly onPlay: (plan: RunPlan) => void;
  readonly onStop: () => void;
  /** Other files have been chosen: nothing that is shown is of them. */
  readonly onClear: () => void;
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
    }
  | { readonly state: 'refused'; readonly name: string; readonly reason: string };

/** A recording of one's own: drop it, and it is streamed. */
export function RecordingPanel({ running, onPlay, onStop, onClear }: RecordingPanelProps) {
  const [reading, setReading] = useState<Reading>({ state: 'none' });
  const [over, setOver] = useState(false);
  const [speed, setSpeed] = useState(Number.POSITIVE_INFINITY);
  const input = useRef<HTMLInputElement>(null);

  const play = (name: string, recording: LoadedRecording) =>
    onPlay({
      source: recording,
      user: name.slice(0, 80) || 'recording',
      title: name,
      speed,
      truths: [],
      gravity: recording.source.gravity,
    });
  /** The files that were chosen last: those chosen before are of no interest any more. */
  const newest = useRef<readonly File[]>([]);
  const take = async (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    newest.current = files;
    onClear();
    const name = files.map((file) => file.name).join(', ');
    setReading({ state: 'reading', name });
    try {
      // Large beside the rest of the page, and not needed by most who come.
      const { formatTitle, readBlobs } = await import('@stepstream/formats/browser');
      const recording = await readBlobs(files);
      if (newest.current !== files) return;
      const format = formatTitle(recording.source.format);
      setReading({ state: 'read', name, format, recording });
      play(name, recording);
    } catch (error) {
      if (newest.current !== files) return;
      setReading({ state: 'refused', name, reason: reasonOf(error, name) });
    }
  };

  return (
    <div class="panel">
      <section
        class={over ? 'drop over' : 'drop'}
        aria-label="Drop a recording here"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <p class="drop-title">Drop a recording here</p>
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
          accept=".csv,.gz,.json,.zip,text/csv,application/json,application/gzip,application/zip"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <p class="note">
          CSV or JSON of an app such as Sensor Logger or phyphox, or our own CSV; plain, gzip or
          zip. It goes to this server alone.
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
      <Outcome reading={reading} />
      {reading.state === 'read' && (
        <button
          type="button"
          class="button"
          onClick={() => (running ? onStop() : play(reading.name, reading.recording))}
        >
          {running ? 'Stop' : 'Stream it again'}
        </button>
      )}
    </div>
  );
}

function Outcome({ reading }: { readonly reading: Reading }) {
  if (reading.state === 'reading') return <p role="status">Reading {reading.name} …</p>;
  if (reading.state === 'refused') {
    return (
      <div class="problem" role="alert">
        <p>{reading.reason}</p>
        {reading.reason.includes('--') && (
          <p>
            The flags are those of <code>npx stepstream count</code>, which reads such files too.
          </p>
        )}
      </div>
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
