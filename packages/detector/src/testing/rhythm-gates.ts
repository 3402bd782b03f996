import { Cadence } from '../stages/cadence.ts';
import { type ConfirmedStep, RhythmGate } from '../stages/rhythm.ts';

export const WALK_THRESHOLD = 0.6;
/** So long after a contact every walk is over, in seconds. */
export const LONG = 5;
/** A gate of a client that named no number, and the cadence that it is told of. */
export const createGate = (cadence = new Cadence()) =>
  new RhythmGate(null, WALK_THRESHOLD, cadence);

export const timesOf = (steps: readonly ConfirmedStep[]) => steps.map(({ timestamp }) => timestamp);
export const feetOf = (steps: readonly ConfirmedStep[]) => steps.map(({ foot }) => foot);
/** Adds contacts; returns what that confirms. */
export const add = (gate: RhythmGate, times: readonly number[], confidence = 0.9) =>
  times.flatMap((time) => [...gate.add(time, confidence)]);
/** Hindsight sees contacts, and says so one after the other. */
export const vouch = (gate: RhythmGate, times: readonly number[]) =>
  times.flatMap((time) => {
    gate.look(time);
    return [...gate.vouch(time, 0.95)];
  });
export const everyHalfSecond = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => from + i / 2);
