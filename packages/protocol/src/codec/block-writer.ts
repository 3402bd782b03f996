import type { Fault } from '../faults.ts';
import { NONE_REJECTED, type Rejection, type SampleBlock } from '../samples.ts';
import { hasMillisecondSteps, millisecondSteps } from './millisecond-steps.ts';
import { rejection } from './sample-faults.ts';
import { isSorted, sortRows } from './sort-rows.ts';

/**
 * Keeps account of a frame's samples while their rows are filled: which are kept, and which are not.
 * Nothing is allocated for a frame that is well.
 */
export class BlockWriter {
  /** Samples that are kept so far; the next one belongs in this row. */
  count = 0;
  #firstFault: Fault | undefined;
  #rejected: Rejection[] | undefined;
  /** Position in the frame of each row, once they differ. */
  #positions: number[] | undefined;

  /** Begins a frame. */
  begin(): void {
    this.count = 0;
    this.#firstFault = undefined;
    this.#rejected = undefined;
    this.#positions = undefined;
  }

  /** The row of the sample at `index` of the frame is filled. */
  keep(index: number): void {
    this.#positions?.push(index);
    this.count++;
  }

  /** The sample at `index` of the frame can't be used. */
  reject(index: number, fault: Fault): void {
    this.#firstFault ??= fault;
    this.#rejected ??= [];
    this.#rejected.push(rejection(index, fault));
    this.#positions ??= Array.from({ length: this.count }, (_, row) => row);
  }

  /** Makes the rows a block: samples with times are put in order of time. */
  finish(block: SampleBlock): SampleBlock | Fault {
    const { count } = this;
    if (count === 0 && this.#firstFault) return this.#firstFault;
    block.count = count;
    block.timed = !Number.isNaN(block.rows[0]);
    block.rejected = this.#rejected ?? NONE_REJECTED;
    block.positions = this.#positions;
    if (!block.timed || count < 2) return block;
    if (!isSorted(block)) sortRows(block);
    if (hasMillisecondSteps(block)) return millisecondSteps('samples[0].timestamp');
    return block;
  }
}
