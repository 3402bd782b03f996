import { CHANNELS } from '@stepstream/detector/internals';
import type { Kernels } from './kernels.ts';
import type { Layer, NetworkMemory } from './network-memory.ts';

/** The forward pass: the outputs of the inputs. */
export function forward(memory: NetworkMemory, k: Kernels): void {
  const { arena, stride, length } = memory;
  mix(memory, k, memory.stem, true);
  let hidden = memory.stem.y;
  for (const block of memory.blocks) {
    const { weight, bias } = block.depthwise;
    k.depthwise(
      hidden,
      memory.weight(weight),
      memory.weight(bias),
      block.convolved,
      CHANNELS,
      stride,
      length,
      block.dilation,
    );
    mix(memory, k, block.widen, true);
    mix(memory, k, block.narrow, true);
    arena.copyRows(hidden, block.output, CHANNELS);
    k.add(block.narrow.y, block.output, CHANNELS, stride, length);
    hidden = block.output;
  }
  arena.copyRows(hidden, memory.remembered, CHANNELS);
  for (const { gain, rows } of memory.means) {
    k.runningMean(hidden, rows, CHANNELS, stride, length, gain);
  }
  mix(memory, k, memory.mixed, true);
  arena.copyRows(hidden, memory.last, CHANNELS);
  k.add(memory.mixed.y, memory.last, CHANNELS, stride, length);
  mix(memory, k, memory.head, false);
}

function mix(memory: NetworkMemory, k: Kernels, layer: Layer, rectify: boolean): void {
  k.mix(
    layer.rows,
    layer.inputs,
    memory.weight(layer.weight),
    memory.weight(layer.bias),
    layer.y,
    layer.outputs,
    memory.stride,
    memory.length,
    rectify,
  );
}
