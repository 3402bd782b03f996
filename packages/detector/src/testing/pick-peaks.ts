import fc from 'fast-check';
import { Cadence } from '../stages/cadence.ts';
import { PeakPicker } from '../stages/peaks.ts';
import { FRAME_RATE } from '../stages/resample.ts';

export const THRESHOLD = 0.3;
export const REFRACTORY = 0.24;
export const FRAME = 1 / FRAME_RATE;
/** A logit of near certainty, and one of near impossibility. */
export const SURE = 12;
export const NEVER = -20;

export const createPicker = (
  refractory = REFRACTORY,
  cadence = new Cadence(),
  threshold = THRESHOLD,
) => new PeakPicker(threshold, refractory, cadence);
export const logit = (probability: number) => Math.log(probability / (1 - probability));

/** A lone bump whose top is at `time`; returns whether it was taken for a contact. */
export function bump(
  picker: PeakPicker,
  time: number,
  probability: number,
  inWalk = false,
): boolean {
  picker.next(time - FRAME, 0, NEVER, inWalk);
  picker.next(time, 1, logit(probability), inWalk);
  return picker.next(time + FRAME, 0, NEVER, inWalk);
}

/** Sure contacts every half second from 0 on. */
export function walkingPicker(contacts: number, picker = createPicker()): PeakPicker {
  for (let i = 0; i < contacts; i++) {
    if (!bump(picker, i / 2, 0.9)) throw new Error('a sure contact was not found');
  }
  return picker;
}

/** Times of the contacts in saliences at 50 Hz. */
export function contactsIn(saliences: readonly number[], picker: PeakPicker, from = 0): number[] {
  return saliences.flatMap((salience, i) =>
    picker.next((from + i) * FRAME, salience, SURE, false) ? [picker.time] : [],
  );
}

/** Salience and logit of frames in which peaks of a logit come so many frames before the next. */
export const scoresOf = (peaks: readonly (readonly [frames: number, logit: number])[]) =>
  peaks.flatMap(([frames, score]) =>
    Array.from({ length: frames }, (_, i) => [i === 0 ? 1 : 0, i === 0 ? score : NEVER] as const),
  );

/** A person who steps every 0.3 to 0.7 s, more and less clearly. */
export const scores = fc
  .array(fc.tuple(fc.integer({ min: 15, max: 35 }), fc.double({ min: -3, max: 6, noNaN: true })), {
    maxLength: 30,
  })
  .map(scoresOf);

export const saliences = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 300 });
