import { StepDetector } from '@stepstream/detector';
import {
  createNetwork,
  INPUTS,
  PARAMETER_COUNT,
  PlainNetwork,
  type StreamingNetwork,
} from '@stepstream/detector/internals';
import { median } from '@stepstream/math';
import { createSampleBlock, DEFAULT_SETTINGS, type SampleBlock } from '@stepstream/protocol';
import { readBinaryFrame, readFrame } from '@stepstream/protocol/codec';
import { createDetection, envelopeText, writeDetection } from '@stepstream/protocol/codec/server';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { type Session, SessionRegistry, systemClock } from 'stepstream/internals';
import { payloads, syntheticWalk } from './load/frames.ts';
import { nullStream } from './null-stream.ts';
import type { Parts } from './results.ts';

/**
 * Where the time of a sample goes, without sockets: `bun bench/parts.ts [ROUNDS]` prints it as JSON.
 *
 * All parts take turns, in short rounds; the median of the quieter half of the rounds counts, for a
 * machine that is busy with something else is never too fast.
 */

const ROUNDS = Number(process.argv[2] ?? 60);
const MAX_REPETITIONS = 5000;
const MANY = 1000;
const BATCH = 50;
const SECONDS = 120;

const model = loadModel(DEFAULT_CONFIG.model);
const accel = syntheticWalk();
const block = createSampleBlock();
const asBuffers = (list: readonly Uint8Array[]) => list.map((bytes) => Buffer.from(bytes));
const frames = asBuffers(payloads('json', 1, SECONDS));
const batches = asBuffers(payloads('json-batch', BATCH, SECONDS));
const binary = payloads('binary-batch', BATCH, SECONDS);

const registry = new SessionRegistry({
  clock: systemClock,
  model,
  timeoutSeconds: DEFAULT_CONFIG.sessionTimeout,
});
const begin = () => registry.begin({ begin() {}, end() {}, hold() {}, leave() {} });
const stream = nullStream(model);
const envelope = envelopeText(begin().id, undefined);

function pushInto(detectors: readonly StepDetector[]): () => void {
  let n = 0;
  return () => {
    const i = Math.floor(n / detectors.length);
    const k = (3 * i) % accel.length;
    const detector = detectors[n % detectors.length] as StepDetector;
    n++;
    detector.push(i / 50, accel[k] as number, accel[k + 1] as number, accel[k + 2] as number);
  };
}

/** Saves a detector that has walked for a second. */
function save(): () => Uint8Array {
  const detector = new StepDetector({ model });
  const push = pushInto([detector]);
  for (let i = 0; i < 50; i++) push();
  return () => detector.save();
}

/** Samples of the walk, one after the other, as blocks of one. */
function pushBlocks(push: (block: SampleBlock) => unknown): () => void {
  const sample = createSampleBlock();
  sample.count = 1;
  sample.timed = true;
  let n = 0;
  return () => {
    const k = (3 * n) % accel.length;
    sample.rows[0] = n++ / 50;
    sample.rows[1] = accel[k] as number;
    sample.rows[2] = accel[k + 1] as number;
    sample.rows[3] = accel[k + 2] as number;
    push(sample);
  };
}

/** The same, into a session of their own. */
function inSession(push: (session: Session, block: SampleBlock) => unknown): () => void {
  const session = begin();
  return pushBlocks((sample) => push(session, sample));
}

/** A frame of the network, whatever its weights: it takes as long for all. */
function runNetwork(network: StreamingNetwork): () => void {
  const inputs = new Float64Array(INPUTS);
  let n = 0;
  return () => {
    inputs[n++ % INPUTS] = (n % 7) - 3;
    network.next(inputs);
  };
}

const detection = createDetection();
const weights = new Float32Array(PARAMETER_COUNT).fill(0.01);
let at = 0;
/** The next of some frames, as the socket hands it over: text is a string made anew. */
const text = (list: readonly Buffer[]) => (list[at++ % list.length] as Buffer).toString('latin1');

const TASKS: Readonly<Record<keyof Parts, readonly [samples: number, run: () => unknown]>> = {
  readJson: [1, () => readFrame(text(frames), DEFAULT_SETTINGS, block)],
  readJsonBatch: [BATCH, () => readFrame(text(batches), DEFAULT_SETTINGS, block)],
  readBinaryBatch: [
    BATCH,
    () => readBinaryFrame(binary[at++ % binary.length] as Uint8Array, DEFAULT_SETTINGS, block),
  ],
  network: [1, runNetwork(createNetwork(weights))],
  plainNetwork: [1, runNetwork(new PlainNetwork(weights))],
  detector: [1, pushInto([new StepDetector({ model })])],
  detectorOfMany: [1, pushInto(Array.from({ length: MANY }, () => new StepDetector({ model })))],
  saveDetector: [1, save()],
  session: [1, inSession((session, sample) => session.push(sample))],
  registry: [1, inSession((session, sample) => registry.push(session, sample))],
  writeAnswer: [1, () => writeDetection(detection, envelope, '1700000000.000')],
  readDetectAnswer: [1, () => stream.handle(text(frames), 0)],
};

const names = Object.keys(TASKS) as (keyof Parts)[];
const microseconds = new Map<keyof Parts, number[]>(names.map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const name of names) {
    const [perRun, run] = TASKS[name];
    const repetitions = Math.ceil(MAX_REPETITIONS / perRun);
    const start = process.cpuUsage();
    for (let i = 0; i < repetitions; i++) run();
    const { user, system } = process.cpuUsage(start);
    microseconds.get(name)?.push((user + system) / (repetitions * perRun));
  }
}
const result = Object.fromEntries(
  names.map((name) => {
    // The first rounds warm up.
    const rounds = (microseconds.get(name) ?? []).slice(ROUNDS >> 2).sort((a, b) => a - b);
    return [name, median(rounds.slice(0, Math.ceil(rounds.length / 2))) ?? Number.NaN];
  }),
);
console.log(JSON.stringify(result));
process.exit(0);
