import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LearnedParameters } from '../../src/detector/learned/learned.ts';
import { type ModelFile, serializeModel } from '../../src/detector/learned/model-file.ts';
import { FRAME_RATE } from '../../src/detector/resample.ts';
import type { LabelledExample } from '../classic/logistic-regression.ts';
import { loadAll } from '../evaluation/load.ts';
import { exportOnnx } from '../export/onnx.ts';
import { compileKernels, type Kernels } from '../network/kernels.ts';
import { calibrate, peaksWithOutcome } from './calibrate.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { buildCorpus, type Track } from './corpus.ts';
import { FOLDS, foldsOf } from './folds.ts';
import { relabel } from './relabel.ts';
import { DEFAULT_TRAINING, train } from './train.ts';

/** What to train, and where to put it. */
export interface PipelineOptions {
  readonly dataFolder: string;
  /** Folder of the model; its name is the model's. */
  readonly modelFolder: string;
  readonly id: string;
  readonly seed: number;
  /** Seconds from a contact to the frame whose output speaks of it. */
  readonly delay: number;
  /** Batches of the first round, which only teaches where the landings are, and of the second. */
  readonly batches: readonly [first: number, second: number];
  /** Told in words what is going on. */
  readonly onStage: (stage: string) => void;
  /** Told how far a network is. */
  readonly onBatch: (done: number, total: number, loss: number) => void;
}

/** What comes to the delay until a landing is decided on, in seconds; see `lookAhead`. */
export const DECISION_TIME = 1.5 / FRAME_RATE;
/** Where landings are taken from the network's output; chosen on the cross-validation. */
const DECISION = { threshold: 0.25, walkThreshold: 0.55 } as const;

/**
 * Recordings to model: clean labels, train a network for each fold without its people, calibrate on
 * those people, train one network on everybody, write it all. What is already there and was made
 * with the same settings is kept, so an interrupted run goes on where it stood.
 */
export async function trainModel(options: PipelineOptions): Promise<void> {
  const { modelFolder, onStage } = options;
  mkdirSync(join(modelFolder, 'folds'), { recursive: true });
  onStage('reading the recordings');
  const corpus = await buildCorpus(await loadAll(options.dataFolder));
  const folds = foldsOf(corpus.map(({ meta }) => meta.person));
  const kernels = await compileKernels();

  const networks: Float32Array[] = [];
  const peaks: LabelledExample[][] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeldOut = ({ meta }: Track) => folds.get(meta.person) === fold;
    const weights = trainNetwork(
      kernels,
      corpus.filter((t) => !isHeldOut(t)),
      `fold ${fold}`,
      options,
    );
    networks.push(weights);
    peaks.push(
      corpus
        .filter((track) => isHeldOut(track) && track.kind !== 'wrist')
        .flatMap((track) => peaksWithOutcome(track, weights, options.delay)),
    );
  }
  for (const [fold, weights] of networks.entries()) {
    // Calibrated on others than the people whom this network is tested on.
    const calibration = calibrate(peaks.filter((_, other) => other !== fold).flat());
    const heldOut = [...folds].filter(([, own]) => own === fold).map(([person]) => person);
    save(join(modelFolder, 'folds', `${fold}.safetensors`), weights, calibration, options, {
      held_out: heldOut.join(','),
    });
  }
  const weights = trainNetwork(kernels, corpus, 'everybody', options);
  const calibration = calibrate(peaks.flat());
  const parameters = save(
    join(modelFolder, 'model.safetensors'),
    weights,
    calibration,
    options,
    {},
  );
  writeFileSync(join(modelFolder, 'model.onnx'), exportOnnx(parameters));
}

/** Trains one network in two rounds, going on where an earlier run was interrupted. */
function trainNetwork(
  kernels: Kernels,
  tracks: readonly Track[],
  name: string,
  options: PipelineOptions,
): Float32Array {
  const [first, second] = options.batches;
  const round = (number: 1 | 2, batches: number, own: readonly Track[]): Float32Array => {
    options.onStage(`${name}, round ${number}`);
    const settings = `${name}-${options.seed}-${options.delay}-${first}-${second}`.replaceAll(
      ' ',
      '',
    );
    const file = new CheckpointFile(join(options.modelFolder, `.checkpoint-${settings}-${number}`));
    const resume = file.load();
    const weights = train(kernels, own, {
      ...DEFAULT_TRAINING,
      seed: options.seed + number,
      delay: options.delay,
      batches,
      resume,
      onProgress: (done, loss) => options.onBatch(done, batches, loss),
      onCheckpoint: (checkpoint) => file.save(checkpoint),
    });
    return weights;
  };
  const teacher = round(1, first, tracks);
  const relabelled = tracks.map((track) =>
    track.kind === 'phones' ? relabel(track, teacher, options.delay) : track,
  );
  return round(2, second, relabelled);
}

function save(
  path: string,
  weights: Float32Array,
  calibration: LearnedParameters['calibration'],
  { id, seed, delay, batches }: PipelineOptions,
  provenance: Record<string, string>,
): ModelFile {
  const parameters: ModelFile = {
    id,
    weights,
    delay,
    calibration,
    ...DECISION,
    provenance: {
      seed: String(seed),
      command: `npm run train -- --seed ${seed} --look-ahead ${Math.round(1000 * (delay + DECISION_TIME))} --batches ${batches.join(',')}`,
      ...provenance,
    },
  };
  writeFileSync(path, serializeModel(parameters));
  return parameters;
}
