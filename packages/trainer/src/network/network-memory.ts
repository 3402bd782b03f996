import {
  CHANNELS,
  DILATIONS,
  INNER_CHANNELS,
  INPUTS,
  MEMORY_CHANNELS,
  MEMORY_GAINS,
  OUTPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  type Tensor,
  tensor,
} from '@stepstream/detector/internals';
import { Arena } from './arena.ts';

const FLOAT = 4;

/** A pointwise layer: where its inputs, parameters and outputs are. */
export interface Layer {
  /** Table of the addresses of the inputs' rows. */
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Tensor;
  readonly bias: Tensor;
  /** The outputs' rows, which the forward pass keeps for the backward pass. */
  readonly y: number;
}

/** The rows of a residual block. */
export interface Block {
  readonly dilation: number;
  readonly depthwise: { readonly weight: Tensor; readonly bias: Tensor };
  readonly convolved: number;
  readonly widen: Layer;
  readonly narrow: Layer;
  readonly output: number;
}

/**
 * The memory of a network over a stretch of pairs: its parameters, their gradient, and the rows of all
 * that is computed between. Numbers are addresses for the kernels.
 */
export class NetworkMemory {
  readonly length: number;
  /** All parameters, in the order of `TENSORS`. */
  readonly parameters: Float32Array;
  /** The gradient of the parameters, in the same order. */
  readonly gradient: Float32Array;
  readonly arena: Arena;
  readonly stride: number;
  readonly input: number;
  readonly stem: Layer;
  readonly blocks: readonly Block[];
  /** The newest channels and their running means, one after the other: what `mixed` mixes. */
  readonly remembered: number;
  readonly mixed: Layer;
  /** What the head reads. */
  readonly last: number;
  readonly head: Layer;
  /** Gradients of the head's outputs, of the channels between blocks, and of a layer's outputs. */
  readonly outputGradient: number;
  readonly hiddenGradient: number;
  readonly layerGradient: number;
  readonly innerGradient: number;
  readonly convolvedGradient: number;
  readonly rememberedGradient: number;
  readonly transposed: number;
  readonly zeros: number;
  readonly #parameterBase: number;
  readonly #gradientBase: number;
  /** Tables of rows of gradients, by the address of the first row. */
  readonly #tables = new Map<number, number>();

  /**
   * @param memory is taken over
   * @param length pairs in a stretch
   */
  constructor(memory: WebAssembly.Memory, length: number) {
    this.length = length;
    this.arena = new Arena(memory, length);
    this.stride = this.arena.stride;
    this.#parameterBase = this.arena.allocate(PARAMETER_COUNT);
    this.#gradientBase = this.arena.allocate(PARAMETER_COUNT);
    this.parameters = this.arena.view(this.#parameterBase, PARAMETER_COUNT);
    this.gradient = this.arena.view(this.#gradientBase, PARAMETER_COUNT);
    this.transposed = this.arena.allocate(CHANNELS * MEMORY_CHANNELS);
    this.zeros = this.arena.allocate(MEMORY_CHANNELS);

    const rows = (count: number) => this.arena.allocateRows(count);
    this.input = rows(INPUTS);
    this.stem = this.#layer('stem', this.#stemTable(), INPUTS * STEM_TAPS, CHANNELS);
    this.blocks = DILATIONS.map((dilation, i) => this.#block(`blocks.${i}`, dilation));
    this.remembered = rows(MEMORY_CHANNELS);
    this.mixed = this.#layer(
      'memory',
      this.arena.table(this.remembered, MEMORY_CHANNELS),
      MEMORY_CHANNELS,
      CHANNELS,
    );
    this.last = rows(CHANNELS);
    this.head = this.#layer('head', this.arena.table(this.last, CHANNELS), CHANNELS, OUTPUTS);

    this.outputGradient = rows(OUTPUTS);
    this.hiddenGradient = rows(CHANNELS);
    this.layerGradient = rows(CHANNELS);
    this.innerGradient = rows(INNER_CHANNELS);
    this.convolvedGradient = rows(CHANNELS);
    this.rememberedGradient = rows(MEMORY_CHANNELS);
    for (const [gradient, count] of [
      [this.outputGradient, OUTPUTS],
      [this.layerGradient, CHANNELS],
      [this.innerGradient, INNER_CHANNELS],
    ] as const) {
      this.#tables.set(gradient, this.arena.table(gradient, count));
    }
  }

  /** The running means of the memory: their rows, and those of their gradients. */
  get means(): readonly { gain: number; rows: number; gradient: number }[] {
    return MEMORY_GAINS.map((gain, i) => {
      const offset = (i + 1) * CHANNELS * this.stride;
      return { gain, rows: this.remembered + offset, gradient: this.rememberedGradient + offset };
    });
  }

  /** The table of a gradient's rows, of those through which a layer passes it on. */
  table(gradient: number): number {
    return this.#tables.get(gradient) as number;
  }

  /** The address of a parameter tensor. */
  weight({ offset }: Tensor): number {
    return this.#parameterBase + offset * FLOAT;
  }

  /** The address of the gradient of a parameter tensor. */
  slope({ offset }: Tensor): number {
    return this.#gradientBase + offset * FLOAT;
  }

  #layer(name: string, rows: number, inputs: number, outputs: number): Layer {
    return {
      rows,
      inputs,
      outputs,
      weight: tensor(`${name}.weight`),
      bias: tensor(`${name}.bias`),
      y: this.arena.allocateRows(outputs),
    };
  }

  #block(name: string, dilation: number): Block {
    const convolved = this.arena.allocateRows(CHANNELS);
    const table = this.arena.table(convolved, CHANNELS);
    const widen = this.#layer(`${name}.widen`, table, CHANNELS, INNER_CHANNELS);
    const inner = this.arena.table(widen.y, INNER_CHANNELS);
    return {
      dilation,
      depthwise: {
        weight: tensor(`${name}.depthwise.weight`),
        bias: tensor(`${name}.depthwise.bias`),
      },
      convolved,
      widen,
      narrow: this.#layer(`${name}.narrow`, inner, INNER_CHANNELS, CHANNELS),
      output: this.arena.allocateRows(CHANNELS),
    };
  }

  /** The stem's inputs: each input row, shifted by each tap; the last tap is the newest pair. */
  #stemTable(): number {
    const views: number[] = [];
    for (let i = 0; i < INPUTS; i++) {
      for (let tap = 0; tap < STEM_TAPS; tap++) {
        views.push(this.input + i * this.stride - (STEM_TAPS - 1 - tap) * FLOAT);
      }
    }
    return this.arena.tableOf(views);
  }
}
