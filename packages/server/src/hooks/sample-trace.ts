import { createSampleBlock, MAX_BATCH_SAMPLES, type SampleBlock } from '@stepstream/protocol';

/**
 * The samples of a frame, with what the detector thought of each. Used again for the next frame: a
 * listener copies what it wants to keep.
 */
export interface SampleTrace {
  /** Rows of time in seconds, acceleration in m/s² and angular velocity in rad/s; see `ROW_LENGTH`. */
  readonly block: SampleBlock;
  /** Probability of a contact that is a start, one a sample. It speaks of one look-ahead before it. */
  readonly startProbabilities: Float64Array;
  /** The same of a contact that is an end. */
  readonly endProbabilities: Float64Array;
}

/** A trace that is filled again and again. */
export class ReusedSampleTrace implements SampleTrace {
  block: SampleBlock = createSampleBlock();
  readonly startProbabilities = new Float64Array(MAX_BATCH_SAMPLES);
  readonly endProbabilities = new Float64Array(MAX_BATCH_SAMPLES);

  /** The trace, for these samples from now on. */
  of(block: SampleBlock): this {
    this.block = block;
    return this;
  }
}
