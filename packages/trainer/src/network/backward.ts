import {
  CHANNELS,
  INPUTS,
  OUTPUTS,
  STEM_TAPS,
  type Tensor,
  tensor,
} from '@stepstream/detector/internals';
import type { Kernels } from './kernels.ts';
import { type Block, HEAD_ROWS, type NetworkMemory } from './network-memory.ts';

/**
 * The backward pass: adds the gradient of the parameters to what is there. After {@link forward},
 * with the gradient of the outputs in place.
 */
export function backward(memory: NetworkMemory, k: Kernels): void {
  const { length } = memory;
  const stride = memory.stride;
  headBackward(memory, k);
  for (let i = memory.blocks.length - 1; i >= 0; i--) {
    const block = memory.blocks[i] as Block;
    const input = i === 0 ? memory.stem : (memory.blocks[i - 1] as Block).output;
    k.gate(memory.hiddenGradient, block.rectified, memory.innerGradient, CHANNELS, stride, length);
    k.mixGradient(
      memory.innerGradient,
      CHANNELS,
      stride,
      block.convolvedRows,
      CHANNELS,
      memory.slope(block.pointwise.weight),
      length,
    );
    k.biasGradient(
      memory.innerGradient,
      CHANNELS,
      stride,
      memory.slope(block.pointwise.bias),
      length,
    );
    transpose(memory, block.pointwise.weight);
    k.mix(
      memory.innerRows,
      CHANNELS,
      memory.transposed,
      memory.zeros,
      memory.convolvedGradient,
      CHANNELS,
      stride,
      length,
      false,
    );
    k.biasGradient(
      memory.convolvedGradient,
      CHANNELS,
      stride,
      memory.slope(block.depthwise.bias),
      length,
    );
    k.depthwiseGradient(
      input,
      memory.weight(block.depthwise.weight),
      memory.convolvedGradient,
      memory.hiddenGradient,
      memory.slope(block.depthwise.weight),
      CHANNELS,
      stride,
      length,
      block.dilation,
    );
  }
  k.gate(memory.hiddenGradient, memory.stem, memory.innerGradient, CHANNELS, stride, length);
  k.mixGradient(
    memory.innerGradient,
    CHANNELS,
    stride,
    memory.stemRows,
    INPUTS * STEM_TAPS,
    memory.slope(tensor('stem.weight')),
    length,
  );
  k.biasGradient(memory.innerGradient, CHANNELS, stride, memory.slope(tensor('stem.bias')), length);
}

function headBackward(memory: NetworkMemory, k: Kernels): void {
  const weight = tensor('head.weight');
  const bias = tensor('head.bias');
  const gradient = memory.arena.view(memory.headGradient, HEAD_ROWS * CHANNELS).fill(0);
  const biasGradient = memory.arena.view(memory.headBiasGradient, HEAD_ROWS).fill(0);
  k.mixGradient(
    memory.outputGradient,
    HEAD_ROWS,
    memory.stride,
    memory.lastRows,
    CHANNELS,
    memory.headGradient,
    memory.length,
  );
  k.biasGradient(
    memory.outputGradient,
    HEAD_ROWS,
    memory.stride,
    memory.headBiasGradient,
    memory.length,
  );
  for (let i = 0; i < weight.length; i++) {
    memory.gradient[weight.offset + i] =
      (memory.gradient[weight.offset + i] as number) + (gradient[i] as number);
  }
  for (let i = 0; i < bias.length; i++) {
    memory.gradient[bias.offset + i] =
      (memory.gradient[bias.offset + i] as number) + (biasGradient[i] as number);
  }
  const transposed = memory.arena.view(memory.transposed, CHANNELS * HEAD_ROWS).fill(0);
  for (let o = 0; o < OUTPUTS; o++) {
    for (let c = 0; c < CHANNELS; c++) {
      transposed[c * HEAD_ROWS + o] = memory.parameters[weight.offset + o * CHANNELS + c] as number;
    }
  }
  k.mix(
    memory.outputGradientRows,
    HEAD_ROWS,
    memory.transposed,
    memory.zeros,
    memory.hiddenGradient,
    CHANNELS,
    memory.stride,
    memory.length,
    false,
  );
}

function transpose(memory: NetworkMemory, weight: Tensor): void {
  const transposed = memory.arena.view(memory.transposed, CHANNELS * CHANNELS);
  for (let o = 0; o < CHANNELS; o++) {
    for (let i = 0; i < CHANNELS; i++) {
      transposed[i * CHANNELS + o] = memory.parameters[weight.offset + o * CHANNELS + i] as number;
    }
  }
}
