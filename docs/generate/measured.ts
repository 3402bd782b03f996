import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** What was last measured, of what, and where its texts were written. */
export interface Measured {
  /** Digest of the program, the weights and the recordings (`measurementInputs`). */
  readonly inputs: string;
  /** Digest of the same with what is read of the recordings (`measurementReadings`): other readers may read the same. */
  readonly readings: string;
  /** Digest of the texts that were made of the figures. */
  readonly results: string;
}

/** Kept beside the generator, so that nobody has to measure again what has not changed. */
export const MEASURED_FILE = fileURLToPath(new URL('measured.json', import.meta.url));

/** A digest of the generated texts, in their order. */
export function resultsDigest(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
