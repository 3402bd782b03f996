import {
  CHANNELS,
  DILATIONS,
  INPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  type Tensor,
  tensor,
} from '@stepstream/detector/internals';
import { Arena } from './arena.ts';

/** The kernels make outputs four at a time; the head's last row is padding. */
export const HEAD_ROWS = 4;
const FLOAT = 4;

/** The rows of a residual block, which the forward pass keeps for the backward pass. */
export interface Block {
  readonly dilation: number;
  readonly depthwise: { readonly weight: Tensor; readonly bias: Tensor };
  readonly pointwise: { readonly weight: Tensor; readonly bias: Tensor };
  readonly convolved: number;
  readonly convolvedRows: number;
  readonly rectified: number;
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
  readonly blocks: readonly Block[];
  readonly #parameterBase: number;
  readonly #gradientBase: number;
  readonly input: number;
  readonly stemRows: number;
  readonly stem: number;
  readonly logits: number;
  readonly headWeight: number;
  readonly headBias: number;
  readonly headGradient: number;
  readonly headBiasGradient: number;
  readonly lastRows: number;
  readonly outputGradient: number;
  readonly outputGradientRows: number;
  readonly hiddenGradient: number;
  readonly innerGradient: number;
  readonly innerRows: number;
  readonly convolvedGradient: number;
  readonly transposed: number;
  readonly zeros: number;

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
    this.headWeight = this.arena.allocate(HEAD_ROWS * CHANNELS);
    this.headBias = this.arena.allocate(HEAD_ROWS);
    this.headGradient = this.arena.allocate(HEAD_ROWS * CHANNELS);
    this.headBiasGradient = this.arena.allocate(HEAD_ROWS);
    this.transposed = this.arena.allocate(CHANNELS * CHANNELS);
    this.zeros = this.arena.allocate(CHANNELS);

    this.input = this.arena.allocateRows(INPUTS);
    this.stem = this.arena.allocateRows(CHANNELS);
    this.stemRows = this.#stemTable();
    this.blocks = DILATIONS.map((dilation, i) => {
      const convolved = this.arena.allocateRows(CHANNELS);
      return {
        dilation,
        depthwise: {
          weight: tensor(`blocks.${i}.depthwise.weight`),
          bias: tensor(`blocks.${i}.depthwise.bias`),
        },
        pointwise: {
          weight: tensor(`blocks.${i}.pointwise.weight`),
          bias: tensor(`blocks.${i}.pointwise.bias`),
        },
        convolved,
        convolvedRows: this.arena.table(convolved, CHANNELS),
        rectified: this.arena.allocateRows(CHANNELS),
        output: this.arena.allocateRows(CHANNELS),
      };
    });
    this.logits = this.arena.allocateRows(HEAD_ROWS);
    this.lastRows = this.arena.table(this.blocks.at(-1)?.output ?? this.stem, CHANNELS);
    this.outputGradient = this.arena.allocateRows(HEAD_ROWS);
    this.outputGradientRows = this.arena.table(this.outputGradient, HEAD_ROWS);
    this.hiddenGradient = this.arena.allocateRows(CHANNELS);
    this.innerGradient = this.arena.allocateRows(CHANNELS);
    this.innerRows = this.arena.table(this.innerGradient, CHANNELS);
    this.convolvedGradient = this.arena.allocateRows(CHANNELS);
  }

  /** The address of a parameter tensor. */
  weight({ offset }: Tensor): number {
    return this.#parameterBase + offset * FLOAT;
  }

  /** The address of the gradient of a parameter tensor. */
  slope({ offset }: Tensor): number {
    return this.#gradientBase + offset * FLOAT;
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
