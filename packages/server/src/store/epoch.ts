/**
 * Servers that own a session one after the other count themselves: its *epoch*. What a later one has saved holds
 * against whatever an earlier one still saves, however many frames that has. A store keeps epoch and frames as one
 * number, the *position*, of which the larger holds.
 */
const EPOCH_STEP = 2 ** 34;

/** Most frames of a session: a year of 500 a second. */
export const MAX_SEQUENCE = EPOCH_STEP - 1;
/** Most owners of a session, one after the other. */
export const MAX_EPOCH = 2 ** 19 - 1;

/** What has an epoch: a checkpoint, or the end of a session. */
interface Placed {
  readonly sequence: number;
  readonly epoch?: number;
}

/** Epoch and frames as one number. */
export function positionOf({ sequence, epoch = 0 }: Placed): number {
  return epoch * EPOCH_STEP + sequence;
}

/** The position at which an epoch begins. */
export function beginningOf(epoch: number): number {
  return epoch * EPOCH_STEP;
}

/** The frames of a position. */
export function sequenceOf(position: number): number {
  return position % EPOCH_STEP;
}

/** The epoch of a position. */
export function epochOf(position: number): number {
  return Math.floor(position / EPOCH_STEP);
}
