import {
  CHANNELS,
  DILATIONS,
  INPUTS,
  OUTPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  type Tensor,
  tensor,
} from '@stepstream/detector/internals';
import { Arena } from './arena.ts';
import type { Kernels } from './kernels.ts';

/** The kernels make outputs four at a time; the head's last is nobody's. */
const HEAD_ROWS = 4;
const FLOAT = 4;

/** One residual block's rows, kept from the way there for the way back. */
interface Block {
  readonly dilation: number;
  readonly depthwise: { readonly weight: Tensor; readonly bias: Tensor };
  readonly pointwise: { readonly weight: Tensor; readonly bias: Tensor };
  readonly convolved: number;
  readonly convolvedRows: number;
  readonly rectified: number;
  readonly output: number;
}

/**
 * The network over a whole stretch of pairs of frames, there and back: outputs from inputs, and the gradient
 * of the parameters from the gradient of the outputs. Before the stretch all is zero, just as in a
 * detector that starts cold.
 */
export class NetworkGradient {
  /** Pairs in a stretch; a multiple of 8. */
  readonly length: number;
  /** All parameters, in the order of `TENSORS`; write to it to change the network. */
  readonly parameters: Float32Array;
  /** Sum of the gradients since {@link clearGradient}; the same order. */
  readonly gradient: Float32Array;

  readonly #kernels: Kernels;
  readonly #arena: Arena;
  readonly #stride: number;
  readonly #blocks: readonly Block[];
  readonly #parameterBase: number;
  readonly #gradientBase: number;
  readonly #input: number;
  readonly #stemRows: number;
  readonly #stem: number;
  readonly #logits: number;
  readonly #headWeight: number;
  readonly #headBias: number;
  readonly #headGradient: number;
  readonly #headBiasGradient: number;
  readonly #lastRows: number;
  readonly #outputGradient: number;
  readonly #outputGradientRows: number;
  readonly #hiddenGradient: number;
  readonly #innerGradient: number;
  readonly #innerRows: number;
  readonly #convolvedGradient: number;
  readonly #transposed: number;
  readonly #zeros: number;

  /**
   * @param kernels their memory is taken over
   * @param length pairs in a stretch; a multiple of 8
   */
  constructor(kernels: Kernels, length: number) {
    if (length % 8 !== 0) throw new RangeError('A stretch is a multiple of 8 pairs.');
    this.length = length;
    this.#kernels = kernels;
    this.#arena = new Arena(kernels.memory, length);
    this.#stride = this.#arena.stride;
    this.#parameterBase = this.#arena.allocate(PARAMETER_COUNT);
    this.#gradientBase = this.#arena.allocate(PARAMETER_COUNT);
    this.parameters = this.#arena.view(this.#parameterBase, PARAMETER_COUNT);
    this.gradient = this.#arena.view(this.#gradientBase, PARAMETER_COUNT);
    this.#headWeight = this.#arena.allocate(HEAD_ROWS * CHANNELS);
    this.#headBias = this.#arena.allocate(HEAD_ROWS);
    this.#headGradient = this.#arena.allocate(HEAD_ROWS * CHANNELS);
    this.#headBiasGradient = this.#arena.allocate(HEAD_ROWS);
    this.#transposed = this.#arena.allocate(CHANNELS * CHANNELS);
    this.#zeros = this.#arena.allocate(CHANNELS);

    this.#input = this.#arena.allocateRows(INPUTS);
    this.#stem = this.#arena.allocateRows(CHANNELS);
    this.#stemRows = this.#stemTable();
    this.#blocks = DILATIONS.map((dilation, i) => {
      const convolved = this.#arena.allocateRows(CHANNELS);
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
        convolvedRows: this.#arena.table(convolved, CHANNELS),
        rectified: this.#arena.allocateRows(CHANNELS),
        output: this.#arena.allocateRows(CHANNELS),
      };
    });
    this.#logits = this.#arena.allocateRows(HEAD_ROWS);
    this.#lastRows = this.#arena.table(this.#blocks.at(-1)?.output ?? this.#stem, CHANNELS);
    this.#outputGradient = this.#arena.allocateRows(HEAD_ROWS);
    this.#outputGradientRows = this.#arena.table(this.#outputGradient, HEAD_ROWS);
    this.#hiddenGradient = this.#arena.allocateRows(CHANNELS);
    this.#innerGradient = this.#arena.allocateRows(CHANNELS);
    this.#innerRows = this.#arena.table(this.#innerGradient, CHANNELS);
    this.#convolvedGradient = this.#arena.allocateRows(CHANNELS);
  }

  /** The row of an input over the stretch; write to it before {@link forward}. */
  input(index: number): Float32Array {
    return this.#arena.row(this.#input, index);
  }

  /** The row of a logit over the stretch, after {@link forward}. */
  output(index: number): Float32Array {
    return this.#arena.row(this.#logits, index);
  }

  /** The gradient of the loss by a logit; write to it before {@link backward}. */
  outputGradient(index: number): Float32Array {
    return this.#arena.row(this.#outputGradient, index);
  }

  clearGradient(): void {
    this.gradient.fill(0);
  }

  /** Makes the outputs of the inputs. */
  forward(): void {
    const k = this.#kernels;
    const { length } = this;
    const stride = this.#stride;
    k.mix(
      this.#stemRows,
      INPUTS * STEM_TAPS,
      this.#weight(tensor('stem.weight')),
      this.#weight(tensor('stem.bias')),
      this.#stem,
      CHANNELS,
      stride,
      length,
      true,
    );
    let hidden = this.#stem;
    for (const block of this.#blocks) {
      k.depthwise(
        hidden,
        this.#weight(block.depthwise.weight),
        this.#weight(block.depthwise.bias),
        block.convolved,
        CHANNELS,
        stride,
        length,
        block.dilation,
      );
      k.mix(
        block.convolvedRows,
        CHANNELS,
        this.#weight(block.pointwise.weight),
        this.#weight(block.pointwise.bias),
        block.rectified,
        CHANNELS,
        stride,
        length,
        true,
      );
      this.#arena.copyRows(hidden, block.output, CHANNELS);
      k.add(block.rectified, block.output, CHANNELS, stride, length);
      hidden = block.output;
    }
    this.#copyHead();
    k.mix(
      this.#lastRows,
      CHANNELS,
      this.#headWeight,
      this.#headBias,
      this.#logits,
      HEAD_ROWS,
      stride,
      length,
      false,
    );
  }

  /** Adds to {@link gradient} what the gradient of the outputs makes of it; after {@link forward}. */
  backward(): void {
    const k = this.#kernels;
    const { length } = this;
    const stride = this.#stride;
    this.#headBackward();
    for (let i = this.#blocks.length - 1; i >= 0; i--) {
      const block = this.#blocks[i] as Block;
      const input = i === 0 ? this.#stem : (this.#blocks[i - 1] as Block).output;
      k.gate(this.#hiddenGradient, block.rectified, this.#innerGradient, CHANNELS, stride, length);
      k.mixGradient(
        this.#innerGradient,
        CHANNELS,
        stride,
        block.convolvedRows,
        CHANNELS,
        this.#slope(block.pointwise.weight),
        length,
      );
      k.biasGradient(
        this.#innerGradient,
        CHANNELS,
        stride,
        this.#slope(block.pointwise.bias),
        length,
      );
      this.#transpose(block.pointwise.weight);
      k.mix(
        this.#innerRows,
        CHANNELS,
        this.#transposed,
        this.#zeros,
        this.#convolvedGradient,
        CHANNELS,
        stride,
        length,
        false,
      );
      k.biasGradient(
        this.#convolvedGradient,
        CHANNELS,
        stride,
        this.#slope(block.depthwise.bias),
        length,
      );
      k.depthwiseGradient(
        input,
        this.#weight(block.depthwise.weight),
        this.#convolvedGradient,
        this.#hiddenGradient,
        this.#slope(block.depthwise.weight),
        CHANNELS,
        stride,
        length,
        block.dilation,
      );
    }
    k.gate(this.#hiddenGradient, this.#stem, this.#innerGradient, CHANNELS, stride, length);
    k.mixGradient(
      this.#innerGradient,
      CHANNELS,
      stride,
      this.#stemRows,
      INPUTS * STEM_TAPS,
      this.#slope(tensor('stem.weight')),
      length,
    );
    k.biasGradient(this.#innerGradient, CHANNELS, stride, this.#slope(tensor('stem.bias')), length);
  }

  #headBackward(): void {
    const k = this.#kernels;
    const weight = tensor('head.weight');
    const bias = tensor('head.bias');
    const gradient = this.#arena.view(this.#headGradient, HEAD_ROWS * CHANNELS).fill(0);
    const biasGradient = this.#arena.view(this.#headBiasGradient, HEAD_ROWS).fill(0);
    k.mixGradient(
      this.#outputGradient,
      HEAD_ROWS,
      this.#stride,
      this.#lastRows,
      CHANNELS,
      this.#headGradient,
      this.length,
    );
    k.biasGradient(
      this.#outputGradient,
      HEAD_ROWS,
      this.#stride,
      this.#headBiasGradient,
      this.length,
    );
    for (let i = 0; i < weight.length; i++) {
      this.gradient[weight.offset + i] =
        (this.gradient[weight.offset + i] as number) + (gradient[i] as number);
    }
    for (let i = 0; i < bias.length; i++) {
      this.gradient[bias.offset + i] =
        (this.gradient[bias.offset + i] as number) + (biasGradient[i] as number);
    }
    const transposed = this.#arena.view(this.#transposed, CHANNELS * HEAD_ROWS).fill(0);
    for (let o = 0; o < OUTPUTS; o++) {
      for (let c = 0; c < CHANNELS; c++) {
        transposed[c * HEAD_ROWS + o] = this.parameters[weight.offset + o * CHANNELS + c] as number;
      }
    }
    k.mix(
      this.#outputGradientRows,
      HEAD_ROWS,
      this.#transposed,
      this.#zeros,
      this.#hiddenGradient,
      CHANNELS,
      this.#stride,
      this.length,
      false,
    );
  }

  #copyHead(): void {
    const weight = tensor('head.weight');
    const bias = tensor('head.bias');
    const { parameters } = this;
    this.#arena
      .view(this.#headWeight, weight.length)
      .set(parameters.subarray(weight.offset, weight.offset + weight.length));
    this.#arena
      .view(this.#headBias, bias.length)
      .set(parameters.subarray(bias.offset, bias.offset + bias.length));
  }

  #transpose(weight: Tensor): void {
    const transposed = this.#arena.view(this.#transposed, CHANNELS * CHANNELS);
    for (let o = 0; o < CHANNELS; o++) {
      for (let i = 0; i < CHANNELS; i++) {
        transposed[i * CHANNELS + o] = this.parameters[weight.offset + o * CHANNELS + i] as number;
      }
    }
  }

  #weight({ offset }: Tensor): number {
    return this.#parameterBase + offset * FLOAT;
  }

  #slope({ offset }: Tensor): number {
    return this.#gradientBase + offset * FLOAT;
  }

  /** The stem's inputs: each input row, shifted by each tap; the last tap is the newest pair. */
  #stemTable(): number {
    const views: number[] = [];
    for (let i = 0; i < INPUTS; i++) {
      for (let tap = 0; tap < STEM_TAPS; tap++) {
        views.push(this.#input + i * this.#stride - (STEM_TAPS - 1 - tap) * FLOAT);
      }
    }
    return this.#arena.tableOf(views);
  }
}
