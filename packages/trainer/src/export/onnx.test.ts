import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  createNetwork,
  FEATURES,
  FRAMES_AT_ONCE,
  INPUTS,
  Inputs,
  logistic,
  networkModel,
  OUTPUTS,
} from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { demoWalk } from '@stepstream/synthetic';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { exportOnnx } from './onnx.ts';

/** The streaming network rounds its past, the exported one does not. */
const TOLERANCE = 1e-3;
const MODEL = randomModel();
/** A synthetic walk; at 50 Hz, so that each sample can stand for a frame. */
const WALK = demoWalk();
/** Pairs of frames in it. */
const LENGTH = Math.floor(WALK.times.length / FRAMES_AT_ONCE);

let session: InferenceSession;
beforeAll(async () => {
  session = await InferenceSession.create(exportOnnx(MODEL));
});
afterAll(() => session.release());

/** The acceleration of a frame. */
function frame(t: number): [number, number, number] {
  const [x = 0, y = 0, z = 0] = WALK.accel.subarray(3 * t, 3 * t + 3);
  return [x, y, z];
}

/** What the detector's own network makes of the walk: its inputs [8][T] and logits [4][T]. */
function stream(): { readonly inputs: Float32Array; readonly logits: Float64Array } {
  const features = new Inputs();
  const network = createNetwork(MODEL.weights);
  const inputs = new Float32Array(INPUTS * LENGTH);
  const logits = new Float64Array(OUTPUTS * LENGTH);
  for (let t = 0; t < LENGTH; t++) {
    const pair = new Float64Array(INPUTS);
    for (let k = 0; k < FRAMES_AT_ONCE; k++) {
      features.next(...frame(FRAMES_AT_ONCE * t + k));
      pair.set(features.values, k * FEATURES);
    }
    const told = network.next(pair);
    for (let i = 0; i < INPUTS; i++) inputs[i * LENGTH + t] = pair[i] as number;
    for (let o = 0; o < OUTPUTS; o++) logits[o * LENGTH + t] = told[o] as number;
  }
  return { inputs, logits };
}

async function infer(inputs: Float32Array, length: number): Promise<Record<string, Tensor>> {
  return await session.run({ frames: new Tensor('float32', inputs, [1, INPUTS, length]) });
}

function numbers(tensor: Tensor | undefined): number[] {
  return Array.from(tensor?.data as Float32Array);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
}

describe('the exported network, in another runtime,', () => {
  test('has the inputs and outputs that are said', () => {
    expect(session.inputNames).toEqual(['frames']);
    expect(session.outputNames).toEqual(['landing', 'hindsight', 'on_foot', 'logits']);
    const shapes = [...session.inputMetadata, ...session.outputMetadata].map((port) =>
      port.isTensor ? [port.name, port.type, port.shape] : port.name,
    );
    expect(shapes).toEqual([
      ['frames', 'float32', [1, 8, 'T']],
      ['landing', 'float32', [1, 2, 'T']],
      ['hindsight', 'float32', [1, 'T']],
      ['on_foot', 'float32', [1, 'T']],
      ['logits', 'float32', [1, 4, 'T']],
    ]);
  });

  test('gives a walk the logits that the streaming network gives it', async () => {
    const { inputs, logits } = stream();
    const results = await infer(inputs, LENGTH);
    expect(results['logits']?.dims).toEqual([1, OUTPUTS, LENGTH]);
    expect(largestDifference(numbers(results['logits']), logits)).toBeLessThan(TOLERANCE);
    // A network that says the same of every pair would agree too easily.
    expect(new Set(logits.slice(0, LENGTH)).size).toBeGreaterThan(LENGTH / 2);
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(1);
  });

  test('gives it the probabilities that the detector gives it', async () => {
    const scorer = networkModel(MODEL).createScorer();
    const scores = Array.from({ length: FRAMES_AT_ONCE * LENGTH + 1 }, (_, t) => {
      scorer.next(...frame(t));
      return [scorer.logit, scorer.hindsight, scorer.onFoot].map(logistic);
    });
    const of = (output: number) =>
      Array.from(
        { length: LENGTH },
        (_, t) => scores[FRAMES_AT_ONCE * (t + 1) - 1]?.[output] as number,
      );
    const { inputs } = stream();
    const results = await infer(inputs, LENGTH);
    expect(results['landing']?.dims).toEqual([1, FRAMES_AT_ONCE, LENGTH]);
    // The detector takes the mean of two moments' logits: the newest one's comes with the pair.
    const landing = numbers(results['landing']).map((p) => Math.log(p / (1 - p)));
    const smoothed = Array.from({ length: FRAMES_AT_ONCE * LENGTH - 1 }, (_, i) => {
      const at = (moment: number) =>
        landing[(moment % FRAMES_AT_ONCE) * LENGTH + Math.floor(moment / FRAMES_AT_ONCE)] as number;
      return logistic(0.5 * (at(i) + at(i + 1)));
    });
    const expected = scores.slice(FRAMES_AT_ONCE).map(([contact]) => contact as number);
    expect(largestDifference(smoothed, expected)).toBeLessThan(TOLERANCE);
    for (const [name, output] of [
      ['hindsight', 1],
      ['on_foot', 2],
    ] as const) {
      expect(results[name]?.dims).toEqual([1, LENGTH]);
      expect(largestDifference(numbers(results[name]), of(output))).toBeLessThan(TOLERANCE);
    }
  });

  test.each([1, 3, 50])('takes %d pairs, too', async (length) => {
    const { inputs, logits } = stream();
    const few = Float32Array.from({ length: INPUTS * length }, (_, i) => {
      return inputs[Math.floor(i / length) * LENGTH + (i % length)] as number;
    });
    const first = numbers((await infer(few, length))['logits']).slice(0, length);
    expect(largestDifference(first, logits.subarray(0, length))).toBeLessThan(TOLERANCE);
  });
});

test('the same model gives the same bytes, and another one others', () => {
  expect(exportOnnx(MODEL)).toEqual(exportOnnx(randomModel()));
  const { provenance: _, ...parameters } = MODEL;
  expect(exportOnnx(parameters)).not.toEqual(exportOnnx(MODEL));
  expect(() => exportOnnx({ ...MODEL, weights: new Float32Array(1) })).toThrow(RangeError);
});
