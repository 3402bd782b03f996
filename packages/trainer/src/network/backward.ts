import { CHANNELS, INNER_CHANNELS } from '@stepstream/detector/internals';
import type { Kernels } from './kernels.ts';
import type { Block, Layer, NetworkMemory } from './network-memory.ts';

/**
 * The backward pass: adds the gradient of the parameters to what is there. After {@link forward},
 * with the gradient of the outputs in place.
 */
export function backward(memory: NetworkMemory, k: Kernels): void {
  const { stride, length, hiddenGradient, layerGradient } = memory;
  learn(memory, k, memory.head, memory.outputGradient);
  passOn(memory, k, memory.head, memory.outputGradient, hiddenGradient);
  memoryBackward(memory, k);
  for (let i = memory.blocks.length - 1; i >= 0; i--) {
    const block = memory.blocks[i] as Block;
    blockBackward(memory, k, block, memory.blocks[i - 1]?.output ?? memory.stem.y);
  }
  k.gate(hiddenGradient, memory.stem.y, layerGradient, CHANNELS, stride, length);
  learn(memory, k, memory.stem, layerGradient);
}

function memoryBackward(memory: NetworkMemory, k: Kernels): void {
  const { stride, length, hiddenGradient, layerGradient, rememberedGradient } = memory;
  k.gate(hiddenGradient, memory.mixed.y, layerGradient, CHANNELS, stride, length);
  learn(memory, k, memory.mixed, layerGradient);
  passOn(memory, k, memory.mixed, layerGradient, rememberedGradient);
  // The first rows are the channels themselves; the means lead back to the same.
  k.add(rememberedGradient, hiddenGradient, CHANNELS, stride, length);
  for (const { gain, gradient } of memory.means) {
    k.runningMeanGradient(gradient, hiddenGradient, CHANNELS, stride, length, gain);
  }
}

function blockBackward(memory: NetworkMemory, k: Kernels, block: Block, input: number): void {
  const { stride, length, hiddenGradient, layerGradient, innerGradient } = memory;
  k.gate(hiddenGradient, block.narrow.y, layerGradient, CHANNELS, stride, length);
  learn(memory, k, block.narrow, layerGradient);
  passOn(memory, k, block.narrow, layerGradient, innerGradient);
  k.gate(innerGradient, block.widen.y, innerGradient, INNER_CHANNELS, stride, length);
  learn(memory, k, block.widen, innerGradient);
  passOn(memory, k, block.widen, innerGradient, memory.convolvedGradient);
  const { weight, bias } = block.depthwise;
  k.biasGradient(memory.convolvedGradient, CHANNELS, stride, memory.slope(bias), length);
  k.depthwiseGradient(
    input,
    memory.weight(weight),
    memory.convolvedGradient,
    hiddenGradient,
    memory.slope(weight),
    CHANNELS,
    stride,
    length,
    block.dilation,
  );
}

/** Adds the gradient of a layer's parameters, from that of its outputs. */
function learn(memory: NetworkMemory, k: Kernels, layer: Layer, dy: number): void {
  const { stride, length } = memory;
  const slope = memory.slope(layer.weight);
  k.mixGradient(dy, layer.outputs, stride, layer.rows, layer.inputs, slope, length);
  k.biasGradient(dy, layer.outputs, stride, memory.slope(layer.bias), length);
}

/** Writes the gradient of a layer's inputs, from that of its outputs. */
function passOn(memory: NetworkMemory, k: Kernels, layer: Layer, dy: number, dx: number): void {
  const { inputs, outputs } = layer;
  const weights = memory.parameters.subarray(layer.weight.offset);
  const transposed = memory.arena.view(memory.transposed, inputs * outputs);
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++)
      transposed[i * outputs + o] = weights[o * inputs + i] as number;
  }
  k.mix(
    memory.table(dy),
    outputs,
    memory.transposed,
    memory.zeros,
    dx,
    inputs,
    memory.stride,
    memory.length,
    false,
  );
}
