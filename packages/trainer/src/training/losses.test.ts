import { describe, expect, test } from 'bun:test';
import { INPUTS, ON_FOOT, OUTPUTS } from '@stepstream/detector/internals';
import { seededRandom } from '@stepstream/math';
import { NetworkGradient } from '../network/gradient.ts';
import { compileKernels } from '../network/kernels.ts';
import type { Example } from './examples.ts';
import { exampleLoss } from './losses.ts';

const LENGTH = 16;
const network = new NetworkGradient(await compileKernels(), LENGTH);

const rows = (count: number, value: () => number) =>
  Array.from({ length: count }, () => Float32Array.from({ length: LENGTH }, value));
function exampleOf(target: () => number, weight: () => number): Example {
  return {
    inputs: rows(INPUTS, () => 0),
    targets: rows(OUTPUTS, target),
    weights: rows(OUTPUTS, weight),
  };
}
/** Sets the network's logits as if it had run forward. */
function say(logit: () => number): void {
  for (let output = 0; output < OUTPUTS; output++) {
    network.output(output).set(Float32Array.from({ length: LENGTH }, logit));
  }
}

test('the gradient is the slope that finite differences measure', () => {
  const random = seededRandom(5);
  const example = exampleOf(random, () => (random() < 0.3 ? 0 : 2 * random()));
  say(() => 8 * (random() - 0.5));
  exampleLoss(network, example, 0.7);
  const slopes = Array.from({ length: OUTPUTS }, (_, o) => network.outputGradient(o).slice());
  for (let output = 0; output < OUTPUTS; output++) {
    const logits = network.output(output);
    for (let t = 0; t < LENGTH; t++) {
      const logit = logits[t] as number;
      logits[t] = logit + 1e-3;
      const [above, after] = [exampleLoss(network, example, 0.7), logits[t] as number];
      logits[t] = logit - 1e-3;
      const [below, before] = [exampleLoss(network, example, 0.7), logits[t] as number];
      logits[t] = logit;
      expect(slopes[output]?.[t]).toBeCloseTo((above - below) / (after - before), 4);
    }
  }
});

describe('the loss', () => {
  /** The loss where every logit and target is the same, and one output weighs. */
  const lossOf = (logit: number, target: number, output = 0, weight = 1, scale = 1) => {
    say(() => logit);
    const example = exampleOf(
      () => target,
      () => 0,
    );
    example.weights[output]?.fill(weight);
    return exampleLoss(network, example, scale);
  };

  test('is least where the network says just what it is told', () => {
    for (const output of [0, 1, 2, ON_FOOT]) {
      for (const target of [0.1, 0.5, 0.8]) {
        const right = Math.log(target / (1 - target));
        const least = lossOf(right, target, output);
        expect(lossOf(right + 0.1, target, output)).toBeGreaterThan(least);
        expect(lossOf(right - 0.1, target, output)).toBeGreaterThan(least);
      }
    }
  });

  test('is the sum over what is known, each by its weight, and scaled', () => {
    const once = lossOf(1, 0);
    expect(once).toBeCloseTo(LENGTH * Math.log(1 + Math.exp(1)), 4);
    expect(lossOf(1, 0, 0, 2.5)).toBeCloseTo(2.5 * once, 4);
    expect(lossOf(1, 0, 0, 1, 0.25)).toBeCloseTo(0.25 * once, 5);
    expect(lossOf(1, 0, 0, 0)).toBe(0);
  });

  test('makes more of a contact than of none, and less of being on foot', () => {
    for (const output of [0, 1, 2]) {
      expect(lossOf(-1, 1, output)).toBeGreaterThan(2 * lossOf(1, 0, output));
      expect(lossOf(1, 0, output)).toBeCloseTo(lossOf(1, 0), 6);
    }
    expect(lossOf(-1, 1, ON_FOOT)).toBeCloseTo(lossOf(1, 0, ON_FOOT), 6);
    expect(lossOf(1, 0, ON_FOOT)).toBeLessThan(lossOf(1, 0));
  });

  test('is finite, however sure and wrong the network is', () => {
    for (const logit of [-1e4, 1e4]) {
      for (const target of [0, 1]) {
        const loss = lossOf(logit, target);
        expect(Number.isFinite(loss)).toBe(true);
        const right = logit > 0 === (target === 1);
        if (right) expect(loss).toBe(0);
        expect(network.outputGradient(0).every(Number.isFinite)).toBe(true);
      }
    }
  });

  test('where nothing is known, teaches nothing, whatever was there before', () => {
    for (let output = 0; output < OUTPUTS; output++) network.outputGradient(output).fill(9);
    lossOf(3, 0, 0, 0);
    for (let output = 0; output < OUTPUTS; output++) {
      expect(network.outputGradient(output).every((slope) => slope === 0)).toBe(true);
    }
  });
});
