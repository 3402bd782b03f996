import { ON_FOOT, OUTPUTS } from '@stepstream/detector/internals';
import type { NetworkGradient } from '../network/gradient.ts';
import type { Example } from './examples.ts';

/** Contacts are rare frames; they weigh so much more. */
const CONTACT_WEIGHT = 2;
/** Share of being on foot, which is told more surely than any one contact. */
const ON_FOOT_SHARE = 0.3;

/**
 * Sets the gradient of the outputs from an example; the network has run forward over its inputs.
 *
 * @param scale factor on the loss and its gradient
 * @returns the loss: weighted binary cross-entropy, summed over outputs and pairs
 */
export function exampleLoss(network: NetworkGradient, example: Example, scale: number): number {
  let loss = 0;
  for (let output = 0; output < OUTPUTS; output++) {
    const share = output === ON_FOOT ? scale * ON_FOOT_SHARE : scale;
    const emphasis = output === ON_FOOT ? 0 : CONTACT_WEIGHT;
    loss += outputLoss(network, example, output, share, emphasis);
  }
  return loss;
}

function outputLoss(
  network: NetworkGradient,
  example: Example,
  output: number,
  scale: number,
  emphasis: number,
): number {
  const logits = network.output(output);
  const slopes = network.outputGradient(output);
  const targets = example.targets[output] as Float32Array;
  const weights = example.weights[output] as Float32Array;
  let loss = 0;
  for (let t = 0; t < logits.length; t++) {
    const logit = logits[t] as number;
    const target = targets[t] as number;
    const weight = scale * (weights[t] as number) * (1 + emphasis * target);
    if (weight === 0) {
      slopes[t] = 0;
      continue;
    }
    slopes[t] = weight * (1 / (1 + Math.exp(-logit)) - target);
    loss += weight * crossEntropy(logit, target);
  }
  return loss;
}

function crossEntropy(logit: number, target: number): number {
  return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
}
