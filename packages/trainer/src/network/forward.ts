import { CHANNELS, INPUTS, STEM_TAPS, tensor } from '@stepstream/detector/internals';
import type { Kernels } from './kernels.ts';
import { HEAD_ROWS, type NetworkMemory } from './network-memory.ts';

/** The forward pass: the outputs of the inputs. */
export function forward(memory: NetworkMemory, k: Kernels): void {
  const { length } = memory;
  const stride = memory.stride;
  k.mix(
    memory.stemRows,
    INPUTS * STEM_TAPS,
    memory.weight(tensor('stem.weight')),
    memory.weight(tensor('stem.bias')),
    memory.stem,
    CHANNELS,
    stride,
    length,
    true,
  );
  let hidden = memory.stem;
  for (const block of memory.blocks) {
    k.depthwise(
      hidden,
      memory.weight(block.depthwise.weight),
      memory.weight(block.depthwise.bias),
      block.convolved,
      CHANNELS,
      stride,
      length,
      block.dilation,
    );
    k.mix(
      block.convolvedRows,
      CHANNELS,
      memory.weight(block.pointwise.weight),
      memory.weight(block.pointwise.bias),
      block.rectified,
      CHANNELS,
      stride,
      length,
      true,
    );
    memory.arena.copyRows(hidden, block.output, CHANNELS);
    k.add(block.rectified, block.output, CHANNELS, stride, length);
    hidden = block.output;
  }
  copyHead(memory);
  k.mix(
    memory.lastRows,
    CHANNELS,
    memory.headWeight,
    memory.headBias,
    memory.logits,
    HEAD_ROWS,
    stride,
    length,
    false,
  );
}

/** Copies the head's parameters to where they may be padded. */
function copyHead(memory: NetworkMemory): void {
  const weight = tensor('head.weight');
  const bias = tensor('head.bias');
  const { parameters } = memory;
  memory.arena
    .view(memory.headWeight, weight.length)
    .set(parameters.subarray(weight.offset, weight.offset + weight.length));
  memory.arena
    .view(memory.headBias, bias.length)
    .set(parameters.subarray(bias.offset, bias.offset + bias.length));
}
