import { classicContestant } from './evaluate-classic.ts';
import { learnedContestant } from './evaluate-learned.ts';
import type { Contestant } from './evaluation/contestant.ts';
import { evaluate } from './evaluation/evaluate.ts';
import { differencesOf } from './evaluation/headlines.ts';
import {
  type LearnedModels,
  readLearnedModels,
  type Selection,
} from './evaluation/learned-models.ts';
import { type LazyRecording, loadAll } from './evaluation/load.ts';
import { measureReliability } from './evaluation/reliability.ts';
import type { DetectorEvaluation, Evaluation } from './evaluation/report.ts';
import { measureRobustness } from './evaluation/robustness.ts';

export interface DetectorsOptions extends Selection {
  readonly dataFolder: string;
  /** Whether both are measured on degraded recordings, too. Default: no. */
  readonly robustness?: boolean;
  /** Told what is being done: how many recordings of it are done, of how many, and which comes. */
  readonly onProgress?: (what: string, done: number, total: number, name: string) => void;
}

/** What an evaluation went through, for those who want to do more with it than to read it. */
export interface EvaluationRun {
  readonly evaluation: Evaluation;
  readonly recordings: readonly LazyRecording[];
  readonly models: LearnedModels | null;
  /** Learned first. */
  readonly contestants: readonly Contestant[];
}

/**
 * Measures the detectors side by side on a folder of recordings, on the same recordings by the same
 * rules, each on people whom it knows nothing of.
 *
 * @throws {DatasetError | RecordingError} when the recordings are missing or not as they should be
 * @throws {LearnedModelsError} when the learned model is
 */
export async function evaluateDetectors(options: DetectorsOptions): Promise<EvaluationRun> {
  const { onProgress = () => {} } = options;
  const models = options.learned === null ? null : await readLearnedModels(options.learned);
  const recordings = await loadAll(options.dataFolder);
  const contestants: Contestant[] = [];
  if (models) contestants.push(learnedContestant(models));
  if (options.classic) contestants.push(await classicContestant(recordings));
  const detectors: DetectorEvaluation[] = [];
  for (const { kind, id, description, createDetector } of contestants) {
    const report = await evaluate(recordings, createDetector, {
      detector: description,
      onProgress: (...progress) => onProgress(id, ...progress),
    });
    const reliability = await measureReliability(recordings, createDetector);
    const robustness = options.robustness
      ? await measureRobustness(recordings, createDetector, (...progress) =>
          onProgress(`${id}, robustness`, ...progress),
        )
      : null;
    detectors.push({ kind, id, report, reliability, robustness });
  }
  const [first, second] = detectors;
  const differences = first && second ? differencesOf(first.report, second.report) : [];
  return { evaluation: { detectors, differences }, recordings, models, contestants };
}
