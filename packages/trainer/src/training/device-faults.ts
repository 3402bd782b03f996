import { normal, type RandomSource } from '@stepstream/math';
import type { Crop } from './crop.ts';

/** So long a stream goes on with its last value when it is finished, in seconds. */
const FINISH = 1.5;
/** So near its end no contact is asked for, in seconds. */
const DOUBT = 0.08;

/** The stream ends somewhere, and is finished: its last value goes on for a while. */
export function endEarly(piece: Crop, random: RandomSource): Crop {
  const { times } = piece;
  const last = Math.floor((0.2 + 0.8 * random()) * (times.length - 1));
  const end = times[last] as number;
  const accel = Float64Array.from(piece.accel);
  for (let i = last + 1; i < times.length; i++) accel.copyWithin(3 * i, 3 * last, 3 * last + 3);
  return {
    ...piece,
    accel,
    contacts: piece.contacts.filter((time) => time < end),
    edges: piece.edges.filter((time) => time < end),
    unknown: [
      ...piece.unknown.filter(({ start }) => start < end),
      { start: end - DOUBT, end: end + DOUBT },
      { start: end + FINISH, end: Number.POSITIVE_INFINITY },
    ],
  };
}

/** Somebody handles the device: it turns to and fro, and is pushed. */
export function handle(times: Float64Array, accel: Float64Array, random: RandomSource): void {
  const turn = 1.2 * random();
  const push = 2.5 * random();
  const turnRate = 2 * Math.PI * (0.3 + 1.2 * random());
  const pushRate = 2 * Math.PI * (0.3 + 2.2 * random());
  const phase = 2 * Math.PI * random();
  const from = random() * 8;
  const to = from + 1 + 4 * random();
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (time < from || time > to) continue;
    const envelope = Math.sin((Math.PI * (time - from)) / (to - from));
    const angle = envelope * turn * Math.sin(turnRate * time + phase);
    const x = accel[3 * i] as number;
    const y = accel[3 * i + 1] as number;
    accel[3 * i] = Math.cos(angle) * x - Math.sin(angle) * y;
    accel[3 * i + 1] = Math.sin(angle) * x + Math.cos(angle) * y;
    accel[3 * i + 2] =
      (accel[3 * i + 2] as number) + envelope * push * Math.sin(pushRate * time + 2 * phase);
  }
}

/** A driver that repeats a value for a while. */
export function freeze(accel: Float64Array, rate: number, random: RandomSource): void {
  const count = accel.length / 3;
  const at = Math.floor(random() * count);
  const end = Math.min(count, at + Math.ceil(0.12 * random() * rate));
  for (let i = at + 1; i < end; i++) accel.copyWithin(3 * i, 3 * at, 3 * at + 3);
}

/** The same signal as a device of another rate would have sampled it. */
export function atRate(times: Float64Array, accel: Float64Array, rate: number) {
  const start = times[0] as number;
  const count = Math.floor(((times.at(-1) as number) - start) * rate);
  const result = { times: new Float64Array(count), accel: new Float64Array(3 * count) };
  let at = 0;
  for (let i = 0; i < count; i++) {
    const time = start + i / rate;
    while (at + 2 < times.length && (times[at + 1] as number) < time) at++;
    const before = times[at] as number;
    const share = (time - before) / ((times[at + 1] as number) - before || 1);
    result.times[i] = time;
    for (let axis = 0; axis < 3; axis++) {
      const a = accel[3 * at + axis] as number;
      const b = accel[3 * at + 3 + axis] as number;
      result.accel[3 * i + axis] = a + share * (b - a);
    }
  }
  return result;
}

/** Times that are a little off, but still increase. */
export function jitter(times: Float64Array, random: RandomSource): void {
  for (let i = 1; i + 1 < times.length; i++) {
    const room =
      0.4 *
      Math.min(
        (times[i] as number) - (times[i - 1] as number),
        (times[i + 1] as number) - (times[i] as number),
      );
    const shift = 0.0024 * normal(random);
    times[i] = (times[i] as number) + Math.min(Math.max(shift, -room), room);
  }
}

export function coarsen(accel: Float64Array, parts: number): void {
  for (let i = 0; i < accel.length; i++)
    accel[i] = Math.round((accel[i] as number) * parts) / parts;
}
