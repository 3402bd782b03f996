import { classicCandidate } from './evaluate-classic.ts';
import { trainedCandidate } from './evaluate-network.ts';
import type { Candidate } from './evaluation/candidate.ts';
import { observeAll, reportOf } from './evaluation/evaluate.ts';
import { differencesOf } from './evaluation/headlines.ts';
import { type LazyRecording, loadAll } from './evaluation/load.ts';
import type { Observation } from './evaluation/observe.ts';
import { measureReliability } from './evaluation/reliability.ts';
import type { DetectorEvaluation, Evaluation } from './evaluation/report.ts';
import { measureRobustness } from './evaluation/robustness.ts';
import { shortenedWalks } from './evaluation/shortened-walks.ts';
import { measureSynthetic } from './evaluation/synthetic-report.ts';
import {
  readTrainedModels,
  type Selection,
  type TrainedModels,
} from './evaluation/trained-models.ts';

export interface DetectorsOptions extends Selection {
  readonly dataFolder: string;
  /** Whether both are measured on degraded recordings, too. Default: no. */
  readonly robustness?: boolean;
  /**
   * Whether people are measured by the published network, which was trained on them: what is wrong then is not for want
   * of people to learn from. Default: no.
   */
  readonly knownPeople?: boolean;
  /** Told what is being done: how many recordings of it are done, of how many, and which comes. */
  readonly onProgress?: (what: string, done: number, total: number, name: string) => void;
}

/** What an evaluation went through, for those who want to do more with it than to read it. */
export interface EvaluationRun {
  readonly dataFolder: string;
  readonly evaluation: Evaluation;
  readonly recordings: readonly LazyRecording[];
  readonly models: TrainedModels | null;
  /** Trained first. */
  readonly candidates: readonly Candidate[];
  /** What each of them found, in the order of the recordings. */
  readonly observations: readonly (readonly Observation[])[];
}

/**
 * Measures the detectors side by side on a folder of recordings, on the same recordings by the same
 * rules, each on people whom it knows nothing of.
 *
 * @throws {DatasetError | RecordingError} when the recordings are missing or not as they should be
 * @throws {TrainedModelsError} when the trained model is
 */
export async function evaluateDetectors(options: DetectorsOptions): Promise<EvaluationRun> {
  const { onProgress = () => {} } = options;
  const models = await modelsOf(options);
  const recordings = await loadAll(options.dataFolder);
  const candidates: Candidate[] = [];
  if (models) candidates.push(trainedCandidate(models));
  if (options.classic) candidates.push(await classicCandidate(recordings));
  const shortened = await shortenedWalks(recordings);
  const detectors: DetectorEvaluation[] = [];
  const observations: Observation[][] = [];
  for (const { kind, id, description, createDetector } of candidates) {
    const observed = await observeAll(recordings, createDetector, (...progress) =>
      onProgress(id, ...progress),
    );
    observations.push(observed);
    const report = reportOf(description, observed, await observeAll(shortened, createDetector));
    const reliability = await measureReliability(recordings, createDetector);
    const robustness = options.robustness
      ? await measureRobustness(recordings, createDetector, (...progress) =>
          onProgress(`${id}, robustness`, ...progress),
        )
      : null;
    const synthetic = await measureSynthetic(options.dataFolder, createDetector);
    detectors.push({ kind, id, report, reliability, robustness, synthetic });
  }
  const [first, second] = detectors;
  const differences = first && second ? differencesOf(first.report, second.report) : [];
  const evaluation = { detectors, differences };
  const { dataFolder } = options;
  return { dataFolder, evaluation, recordings, models, candidates, observations };
}

async function modelsOf({ trained, knownPeople }: DetectorsOptions): Promise<TrainedModels | null> {
  if (trained === null) return null;
  const models = await readTrainedModels(trained);
  return knownPeople ? { ...models, heldOut: new Map() } : models;
}
