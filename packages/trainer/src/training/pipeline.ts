import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FRAME_RATE,
  type ModelFile,
  SMOOTHING_FRAMES,
  serializeModel,
} from '@stepstream/detector/internals';
import { type LazyRecording, loadAll } from '../evaluation/load.ts';
import { observe } from '../evaluation/observe.ts';
import { exportOnnx } from '../export/onnx.ts';
import {
  type Candidates,
  calibrate,
  calibrateHindsight,
  candidatesWithOutcome,
} from './calibrate.ts';
import { chooseDecision, type ScoredRecording } from './choose-decision.ts';
import { buildCorpus } from './corpus.ts';
import { FOLDS, foldsOf } from './folds.ts';
import { recordScores } from './recorded-scores.ts';
import type { Track } from './track.ts';
import type { NetworkJob } from './train-network.ts';
import { type OnNetworkBatch, trainNetworks } from './train-networks.ts';

/** What to train, and where to put it. */
export interface PipelineOptions extends Pick<NetworkJob, 'seed' | 'delay' | 'batches'> {
  readonly dataFolder: string;
  /** Folder of the model; its name is the model's. */
  readonly modelFolder: string;
  readonly id: string;
  /** Told in words what is going on. */
  readonly onStage: (stage: string) => void;
  /** Told how far a network is. */
  readonly onBatch: OnNetworkBatch;
}

/** What comes to the delay until a contact is decided on, in seconds; see `lookAhead`. */
export const DECISION_TIME = (1.5 + SMOOTHING_FRAMES) / FRAME_RATE;
/** Networks that are trained: one for each fold, and one on everybody. */
export const NETWORKS = FOLDS + 1;

/** The people of a fold, and what the network that was trained without them makes of them. */
interface FoldResult {
  readonly people: readonly string[];
  readonly weights: Float32Array;
  readonly candidates: readonly Candidates[];
  readonly scored: readonly ScoredRecording[];
}

/**
 * Recordings to model: clean labels, train a network for each fold without its people, and one on
 * everybody; calibrate, choose the bounds of the decision, write it all. Checkpoints of the same
 * settings are gone on from, so an interrupted run goes on where it stood.
 *
 * Calibration and bounds of a fold's network come from the other folds: their networks, on their
 * people. So nothing of it was chosen on the people that it is measured on.
 */
export async function trainModel(options: PipelineOptions): Promise<void> {
  const { dataFolder, modelFolder, onStage } = options;
  mkdirSync(join(modelFolder, 'folds'), { recursive: true });
  onStage('reading the recordings');
  const recordings = await loadAll(dataFolder);
  const corpus = await buildCorpus(recordings);
  const folds = foldsOf(recordings.map(({ meta }) => meta.person));
  const peopleOf = (fold: number) =>
    [...folds].filter(([, own]) => own === fold).map(([person]) => person);
  const heldOut = Array.from({ length: FOLDS }, (_, fold) => peopleOf(fold));

  onStage(`training ${NETWORKS} networks`);
  const { seed, delay, batches } = options;
  const job = { seed, delay, batches, folder: modelFolder };
  const jobs: NetworkJob[] = [
    ...heldOut.map((people, fold) => ({ ...job, name: `fold ${fold}`, heldOut: people })),
    { ...job, name: 'everybody', heldOut: [] },
  ];
  const networks = await trainNetworks(dataFolder, jobs, options.onBatch);

  onStage('calibrating, and choosing the bounds of the decision');
  const results: FoldResult[] = [];
  for (const [fold, people] of heldOut.entries()) {
    const weights = networks[fold] as Float32Array;
    results.push(await judgeFold(people, weights, corpus, recordings, delay));
  }
  for (const [fold, { people, weights }] of results.entries()) {
    const others = results.filter((_, other) => other !== fold);
    const path = join(modelFolder, 'folds', `${fold}.safetensors`);
    save(path, finish(weights, others, options), options, { held_out: people.join(',') });
  }
  const published = finish(networks[FOLDS] as Float32Array, results, options);
  const model = save(join(modelFolder, 'model.safetensors'), published, options, {});
  writeFileSync(join(modelFolder, 'model.onnx'), exportOnnx(model));
}

/** Runs a fold's network over the recordings of its people. */
async function judgeFold(
  people: readonly string[],
  weights: Float32Array,
  corpus: readonly Track[],
  recordings: readonly LazyRecording[],
  delay: number,
): Promise<FoldResult> {
  // Rhythm tells how many contacts there were, but not for sure when each was.
  const tracks = corpus.filter(({ person, kind }) => people.includes(person) && kind !== 'rhythm');
  const scored: ScoredRecording[] = [];
  for (const lazy of recordings.filter(({ meta }) => people.includes(meta.person))) {
    const recording = await lazy.recording();
    const observation = await observe(lazy, { push: () => [] });
    scored.push({ recording, observation, scores: recordScores(recording, { weights, delay }) });
  }
  return {
    people,
    weights,
    candidates: tracks.map((track) => candidatesWithOutcome(track, weights, delay)),
    scored,
  };
}

/** A network with its calibration and bounds, from folds that it will not be measured on. */
function finish(
  weights: Float32Array,
  folds: readonly FoldResult[],
  { id, delay }: PipelineOptions,
): Omit<ModelFile, 'provenance'> {
  const candidates = folds.flatMap((fold) => fold.candidates);
  const calibration = calibrate(candidates.flatMap(({ contact }) => contact));
  const hindsightCalibration = calibrateHindsight(candidates.flatMap(({ hindsight }) => hindsight));
  const network = { id, weights, delay, calibration, hindsightCalibration };
  const decision = chooseDecision(
    folds.flatMap(({ scored }) => scored),
    network,
  );
  return { ...network, ...decision };
}

function save(
  path: string,
  network: Omit<ModelFile, 'provenance'>,
  { seed, delay, batches }: PipelineOptions,
  provenance: Record<string, string>,
): ModelFile {
  const lookAhead = Math.round(1000 * (delay + DECISION_TIME));
  const model: ModelFile = {
    ...network,
    provenance: {
      seed: String(seed),
      command: `npm run train -- --seed ${seed} --look-ahead ${lookAhead} --batches ${batches.join(',')}`,
      ...provenance,
    },
  };
  writeFileSync(path, serializeModel(model));
  return model;
}
