import { STANDARD_GRAVITY } from '@stepstream/math';

/** What a device is to have recorded: samples at the moments that its own rate makes them. */
export interface DeviceWalk {
  readonly times: Float64Array;
  /** m/s², x y z interleaved. */
  readonly accel: Float64Array;
  /** rad/s, x y z interleaved. */
  readonly gyro?: Float64Array | undefined;
}

/** When the devices' recordings begin, on their clocks: 14 May 2026, 09:30:00. */
export const DEVICE_START = Date.UTC(2026, 4, 14, 9, 30) / 1000;

/** A sample's acceleration in whole units, of which there are so many a g, within what these can hold. */
export function inUnits(walk: DeviceWalk, index: number, perG: number, limit: number): number[] {
  return [0, 1, 2].map((axis) => {
    const value = Math.round(((walk.accel[3 * index + axis] as number) / STANDARD_GRAVITY) * perG);
    return Math.max(-limit, Math.min(limit - 1, value));
  });
}

/** Bytes one after the other. */
export function joined(pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
