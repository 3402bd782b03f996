import {
  type CountedRecording,
  describeSteps,
  type KnownSteps,
  RecordingMeter,
} from '@stepstream/analysis';
import type { FormatOptions, LoadedRecording } from '@stepstream/formats/browser';
import type { ChosenRecording } from '../run/chosen-files.ts';
import { NotCounted } from '../run/refusals.ts';
import { Run } from '../stream/run.ts';
import { reportWords } from '../words/report.ts';

/** A recording that was counted, and all that a report draws of it. */
export interface Counted {
  readonly count: CountedRecording;
  readonly recording: LoadedRecording;
  readonly meter: RecordingMeter;
  readonly known: KnownSteps | null;
  readonly run: Run;
}

/** Counts a recording by streaming it to the server. @throws {Error} with a sentence, where it can't be */
export async function countChosen(
  { name, files, known: beside }: ChosenRecording,
  options: FormatOptions,
  onRun: (run: Run) => void,
): Promise<Counted> {
  const { readBlobs, readKnownBlobs } = await import('@stepstream/formats/browser');
  const recording = await readBlobs(files, options);
  const known = await readKnownBlobs(beside);
  const run = new Run({
    source: recording,
    user: name.slice(0, 80) || 'recording',
    title: () => name,
    speed: Number.POSITIVE_INFINITY,
    known,
    gravity: recording.source.gravity,
  });
  onRun(run);
  await run.over();
  const { phase, error } = run.state.value;
  if (phase !== 'done') throw new NotCounted(error?.() ?? reportWords().notCounted);
  const meter = new RecordingMeter();
  meter.push(recording);
  const count = describeSteps({
    ...{ file: name, source: recording.source, known, meter },
    steps: run.steps,
    contacts: 0,
  });
  return { count, recording, meter, known, run };
}

/** A step that count and truth do not agree on. */
export interface Mistake {
  readonly kind: 'missed' | 'false';
  /** Seconds on the recording's clock. */
  readonly time: number;
}

/** What count and truth do not agree on, in its order; null where only a number is known. */
export function mistakesOf({ comparison }: CountedRecording): Mistake[] | null {
  const timing = comparison?.timing;
  if (!timing) return null;
  return [
    ...timing.missedSteps.map((time) => ({ kind: 'missed' as const, time })),
    ...timing.falseSteps.map((time) => ({ kind: 'false' as const, time })),
  ].toSorted((a, b) => a.time - b.time);
}
