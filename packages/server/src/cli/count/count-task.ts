import type { CountedRecording } from '@stepstream/analysis';
import type { FormatOptions } from '@stepstream/formats';
import { drawRecording, type RecordingPictures } from '@stepstream/report';
import { modelFrom } from '../model-option.ts';
import { type CountFileOptions, countFile, type OnShare } from './count-file.ts';
import { type CountFailure, failureOf } from './failure.ts';

/** What is to be done with each recording. Plain, so that another process can be told. */
export interface CountTask {
  /** As `--model` has it. */
  readonly model?: string | undefined;
  readonly confirmAfter?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly format: FormatOptions;
  /** Whether pictures are wanted. */
  readonly draws: boolean;
}

/** What became of a recording. */
export type CountOutcome =
  | { readonly count: CountedRecording; readonly pictures: RecordingPictures | null }
  | { readonly failure: CountFailure };

/** Counts one recording after the other, in this process or another. */
export interface Counter {
  /** Never rejects: what goes wrong with a recording is its outcome. */
  count(path: string, onShare: OnShare): Promise<CountOutcome>;
  close(): void;
}

/**
 * Counts in this process.
 *
 * @throws {UsageError} when the model can't be loaded
 */
export function createCounter({ model, draws, ...options }: CountTask): Counter {
  const fixed: CountFileOptions = { ...options, model: modelFrom(model) };
  return {
    async count(path, onShare) {
      try {
        const { count, drawn } = await countFile(path, { ...fixed, onShare });
        return { count, pictures: draws ? drawRecording(drawn) : null };
      } catch (error) {
        return { failure: failureOf(path, error) };
      }
    },
    close() {},
  };
}
