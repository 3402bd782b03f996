import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { type NetworkParameters, networkModel } from '@stepstream/detector/internals';
import type { Recording } from '@stepstream/formats';
import { trainedCandidate } from '../evaluate-network.ts';
import { type CaseRow, measureCases } from '../evaluation/cases.ts';
import type { StreamingDetector } from '../evaluation/detector-factory.ts';
import { scoreSets } from '../evaluation/evaluate.ts';
import { headlinesOf } from '../evaluation/headlines.ts';
import { type LazyRecording, loadAll } from '../evaluation/load.ts';
import { type Observation, observe } from '../evaluation/observe.ts';
import type { Headline } from '../evaluation/report.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { shortenedWalks } from '../evaluation/shortened-walks.ts';
import { readTrainedModels, type TrainedModels } from '../evaluation/trained-models.ts';
import { recordScores, replayedModel } from '../training/recorded-scores.ts';
import { type CutWalk, cutWalks, missedAtCuts } from './cut-walks.ts';
import { VARIANTS, type Variant } from './variants.ts';

export interface AblationOptions {
  readonly dataFolder: string;
  /** Folder of the trained model. */
  readonly trained: string;
  /** What is tried. Default: all of {@link VARIANTS}. */
  readonly variants?: readonly Variant[];
  /** Told what is being done: how many of how many are done, and which comes. */
  readonly onProgress?: (what: string, done: number, total: number, name: string) => void;
}

/** What a trained detector reaches with one thing changed. */
export interface AblationRow {
  readonly label: string;
  readonly headlines: readonly Headline[];
  /** Null where the folder of the cases is not there. */
  readonly cases: readonly CaseRow[] | null;
  /** Contacts missed just before a recording is cut off, a cut; null without any. */
  readonly missedAtCuts: number | null;
}

/**
 * Measures a trained detector as it is, and with one thing changed at a time, on people whom its
 * networks never saw. The scores of the networks are recorded once; each variant decides on those anew.
 *
 * @throws {DatasetError | RecordingError} when the recordings are missing or not as they should be
 * @throws {TrainedModelsError} when the trained model is
 */
export async function ablate(options: AblationOptions): Promise<AblationRow[]> {
  const { dataFolder, variants = VARIANTS, onProgress = () => {} } = options;
  const models = await readTrainedModels(options.trained);
  const recordings = await loadAll(dataFolder);
  const recorded: RecordedRun[] = [];
  for (const [done, one] of recordings.entries()) {
    onProgress('recording scores', done, recordings.length, one.meta.name);
    recorded.push(await recordRun(one, models));
  }
  const shortened: RecordedRun[] = [];
  for (const one of await shortenedWalks(recordings)) shortened.push(await recordRun(one, models));
  const cuts = await cutWalks(recordings, observedAs({ label: '' }, recorded));
  const rows: AblationRow[] = [];
  for (const [done, variant] of variants.entries()) {
    onProgress('deciding', done, variants.length, variant.label);
    rows.push(await measure(variant, recorded, shortened, cuts, models, dataFolder));
  }
  return rows;
}

/** A recording, what is known of it, and what a network that never saw its person said of it. */
interface RecordedRun {
  readonly recording: Recording;
  readonly observation: Observation;
  readonly model: DetectorModel;
}

async function recordRun(
  source: LazyRecording,
  { heldOut, published }: TrainedModels,
): Promise<RecordedRun> {
  const recording = await source.recording();
  const observation = await observe(source, { push: () => [] });
  const parameters: NetworkParameters = heldOut.get(source.meta.person) ?? published;
  const model = replayedModel(parameters, recordScores(recording, parameters));
  return { recording, observation, model };
}

async function measure(
  variant: Variant,
  recorded: readonly RecordedRun[],
  shortened: readonly RecordedRun[],
  cuts: readonly CutWalk[],
  models: TrainedModels,
  dataFolder: string,
): Promise<AblationRow> {
  const { modelFor } = trainedCandidate(models);
  const published = networkModel(models.published);
  const sets = scoreSets(observedAs(variant, recorded), observedAs(variant, shortened));
  return {
    label: variant.label,
    headlines: headlinesOf(sets),
    cases: await measureCases(dataFolder, () => variantOf(published, variant)),
    missedAtCuts: missedAtCuts(cuts, (person) => variantOf(modelFor(person), variant)),
  };
}

function observedAs(variant: Variant, runs: readonly RecordedRun[]): Observation[] {
  return runs.map(({ recording, observation, model }) => {
    const steps = runDetector(variantOf(model, variant), recording);
    return { ...observation, steps, detected: steps.map(({ timestamp }) => timestamp) };
  });
}

/** A detector with one thing changed. */
function variantOf(
  model: DetectorModel,
  { change = (same) => same, confirmAfter, finishes = true }: Variant,
): StreamingDetector {
  const detector = new StepDetector({ model: change(model), confirmAfter });
  return finishes ? detector : { push: (time, x, y, z) => detector.push(time, x, y, z) };
}
