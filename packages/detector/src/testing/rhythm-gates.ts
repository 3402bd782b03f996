import { Cadence } from '../stages/cadence.ts';
import type { ConfirmedStep } from '../stages/confirmed-step.ts';
import { RhythmGate } from '../stages/rhythm.ts';

export const WALK_THRESHOLD = 0.6;
export const HINDSIGHT_THRESHOLD = 0.8;
/** Probabilities in hindsight: one that is sure, one that is rather a contact than not, and one that is not. */
export const SURE = 0.95;
export const UNSURE = 0.65;
export const UNLIKELY = 0.3;
/** So long after a contact every walk is over, in seconds. */
export const LONG = 5;
/** A gate of a client that named a number, or none. */
export const gateOf = (confirmAfter: number | null, cadence = new Cadence()) =>
  new RhythmGate(
    { confirmAfter, walkThreshold: WALK_THRESHOLD, hindsightThreshold: HINDSIGHT_THRESHOLD },
    cadence,
  );
/** A gate of a client that named no number, and the cadence that it is told of. */
export const createGate = (cadence = new Cadence()) => gateOf(null, cadence);

export const timesOf = (steps: readonly ConfirmedStep[]) => steps.map(({ timestamp }) => timestamp);
export const feetOf = (steps: readonly ConfirmedStep[]) => steps.map(({ foot }) => foot);
/** Adds contacts; returns what that confirms. */
export const add = (gate: RhythmGate, times: readonly number[], confidence = 0.9) =>
  times.flatMap((time) => [...gate.add(time, confidence)]);
/** Hindsight sees contacts, and says so one after the other. */
export const see = (gate: RhythmGate, times: readonly number[], probability = SURE) =>
  times.flatMap((time) => {
    gate.look(time);
    return [...gate.see(time, probability)];
  });
export const everyHalfSecond = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => from + i / 2);
