import { generateWalk } from '@stepstream/synthetic';
import type { Framing } from './job.ts';

/** Frames ready to be written to a socket, one after the other in one buffer. */
export interface FrameStream {
  readonly bytes: Uint8Array;
  /** Where each frame begins, and the end of the last. */
  readonly offsets: Uint32Array;
  readonly count: number;
}

const RATE = 50;
const RANDOM_MASK = [0x3a, 0xc5, 0x91, 0x6e] as const;

/**
 * The frames of a synthetic walk at 50 Hz, masked once and for all: all sessions send the same bytes. Each
 * sample has its time, so that a detector works on every one of them, however fast they are sent.
 *
 * @param seconds of the stream; after it, the clock begins again
 */
export function frameStream(framing: Framing, batch: number, seconds: number): FrameStream {
  const opcode = framing === 'binary-batch' ? 2 : 1;
  const frames = payloads(framing, batch, seconds).map((payload) => clientFrame(opcode, payload));
  const offsets = new Uint32Array(frames.length + 1);
  frames.forEach((frame, i) => {
    offsets[i + 1] = (offsets[i] as number) + frame.length;
  });
  const bytes = new Uint8Array(offsets[frames.length] as number);
  frames.forEach((frame, i) => {
    bytes.set(frame, offsets[i]);
  });
  return { bytes, offsets, count: frames.length };
}

/** What is in the frames of so many seconds. */
export function payloads(framing: Framing, batch: number, seconds: number): Uint8Array[] {
  const accel = syntheticWalk();
  const encode = framing === 'binary-batch' ? binaryPayload : jsonPayload;
  const count = Math.floor((seconds * RATE) / batch);
  return Array.from({ length: count }, (_, i) => encode(accel, i * batch, batch));
}

/** A minute of acceleration, x y z by x y z in m/s²: standing, then walking. */
export function syntheticWalk(): Float64Array {
  return generateWalk({
    seed: 4,
    segments: [
      { activity: 'standing', seconds: 10 },
      { activity: 'walking', seconds: 50 },
    ],
  }).accel;
}

/** Acceleration and rotation of a sample, with the digits that a phone's single floats have. */
function reading(accel: Float64Array, sample: number): number[] {
  const k = (3 * sample) % accel.length;
  const [x, y, z] = accel.subarray(k, k + 3) as unknown as [number, number, number];
  return [x, y, z, 0.1 * (x - y), 0.1 * (y - z), 0.05 * (z - x)].map((value) =>
    Number(Math.fround(value).toPrecision(8)),
  );
}

function jsonPayload(accel: Float64Array, first: number, batch: number): Uint8Array {
  const samples = Array.from({ length: batch }, (_, i) => {
    const [accel_x, accel_y, accel_z, gyro_x, gyro_y, gyro_z] = reading(accel, first + i);
    const timestamp = (first + i) / RATE;
    return { accel_x, accel_y, accel_z, gyro_x, gyro_y, gyro_z, timestamp };
  });
  const text = JSON.stringify(batch === 1 ? samples[0] : { samples });
  return new TextEncoder().encode(text);
}

function binaryPayload(accel: Float64Array, first: number, batch: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 + 28 * batch));
  view.setFloat64(0, first / RATE, true);
  for (let i = 0; i < batch; i++) {
    [i / RATE, ...reading(accel, first + i)].forEach((value, column) => {
      view.setFloat32(8 + 28 * i + 4 * column, value, true);
    });
  }
  return new Uint8Array(view.buffer);
}

/** A whole frame as clients send it (RFC 6455, section 5.2). */
function clientFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const extended = payload.length < 126 ? 0 : 2;
  const frame = new Uint8Array(2 + extended + 4 + payload.length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? payload.length : 126);
  if (extended) new DataView(frame.buffer).setUint16(2, payload.length);
  frame.set(RANDOM_MASK, 2 + extended);
  payload.forEach((byte, i) => {
    frame[6 + extended + i] = byte ^ (RANDOM_MASK[i & 3] as number);
  });
  return frame;
}
