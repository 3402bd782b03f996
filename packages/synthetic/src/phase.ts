import type { Bout, Contact } from './contacts.ts';

/** Where in the gait the body is at a moment. */
export interface GaitPhase {
  /**
   * Phase of the stride in cycles: whole at contacts of the right foot, half at those of the left.
   * Twice this, in cycles, is the phase of the step.
   */
  readonly stride: number;
  /** How forceful the movement is now: 0 at rest, 1 in steady walking. */
  readonly strength: number;
  /** Mean step time now, in seconds. */
  readonly stepTime: number;
  /** The last contact; undefined before the first one. */
  readonly lastContact: Contact | undefined;
}

/**
 * Where in the gait a walk is at a moment. Phase runs smoothly from contact to contact; strength
 * swells and fades smoothly between them.
 *
 * @param bouts - as planned, in order of time
 * @param time - seconds
 * @returns undefined when the body is at rest
 */
export function phaseAt(bouts: readonly Bout[], time: number): GaitPhase | undefined {
  const bout = bouts.find((one) => time < one.end);
  if (!bout || time <= bout.start) return undefined;
  const { contacts } = bout;
  const next = firstAfter(contacts, time);
  const before = contacts[next - 1];
  const after = contacts[next];
  if (before && after) {
    const share = (time - before.time) / (after.time - before.time);
    return {
      stride: strideAt(before) + between(contacts, next, share),
      strength: ease(before.strength, after.strength, share),
      stepTime: before.stepTime + (after.stepTime - before.stepTime) * share,
      lastContact: before,
    };
  }
  if (after) {
    const share = (time - bout.start) / (after.time - bout.start);
    return {
      stride: strideAt(after) - (after.time - time) / (2 * after.stepTime),
      strength: ease(0, after.strength, share),
      stepTime: after.stepTime,
      lastContact: undefined,
    };
  }
  if (!before) return undefined;
  return {
    stride: strideAt(before) + (time - before.time) / (2 * before.stepTime),
    strength: ease(before.strength, 0, (time - before.time) / (bout.end - before.time)),
    stepTime: before.stepTime,
    lastContact: before,
  };
}

/**
 * Cycles of the stride since the contact before `next`: half of one over the whole step, along a
 * cubic, so that the limbs' angular velocity does not jump at a contact.
 */
function between(contacts: readonly Contact[], next: number, share: number): number {
  const gap = (contacts[next] as Contact).time - (contacts[next - 1] as Contact).time;
  const from = frequencyAt(contacts, next - 1) * gap;
  const to = frequencyAt(contacts, next) * gap;
  const rest = 1 - share;
  return share * (share * (1.5 - share) + rest * (from * rest - to * share));
}

/** Strides a second at a contact. */
function frequencyAt(contacts: readonly Contact[], index: number): number {
  const before = contacts[index - 1];
  const after = contacts[index + 1];
  if (before && after) return 1 / (after.time - before.time);
  return 1 / (2 * (contacts[index] as Contact).stepTime);
}

function strideAt(contact: Contact): number {
  return contact.side === 'right' ? 0 : 0.5;
}

/** From one value to another with no slope at either end. */
function ease(from: number, to: number, share: number): number {
  return from + (to - from) * share * share * (3 - 2 * share);
}

/** Index of the first contact later than this time; their number when there is none. */
function firstAfter(contacts: readonly Contact[], time: number): number {
  let low = 0;
  let high = contacts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((contacts[middle] as Contact).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
