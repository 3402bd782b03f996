import { normal, type RandomSource } from '@stepstream/math';
import type { CompleteOptions, Segment } from './options.ts';
import type { Side } from './side.ts';

/** One contact of a foot with the ground. */
export interface Contact {
  /** Seconds from the start of the walk. */
  readonly time: number;
  readonly side: Side;
  /** Mean step time at this point, in seconds. */
  readonly stepTime: number;
  /** How forceful this contact is; 1 is steady walking. */
  readonly strength: number;
}

/** Walking without a stop, from standing to standing. It has at least one contact. */
export interface Bout {
  /** When the person begins to move, in seconds. */
  readonly start: number;
  /** When the body has come to rest again, in seconds. */
  readonly end: number;
  readonly contacts: readonly Contact[];
}

/**
 * Share of a step time between the start of a walk and its first contact: the first step sets out
 * from both feet together and is shorter than a full one. (Chosen.)
 */
const FIRST_STEP = 0.75;
/** Share of a step time in which the body comes to rest after the last contact. (Chosen.) */
const COMING_TO_REST = 0.75;
/**
 * Strength of the first contacts of a walk: it is nearly steady from the first one on. And of the
 * last ones, the very last first: the foot is set down gently beside the other. (Chosen to give the
 * rise and fall of |a| around the first and last contacts of the handheld recordings.)
 */
const FIRST_STRENGTHS = [0.9, 0.97] as const;
const LAST_STRENGTHS = [0.5, 0.8] as const;
/** Standard deviation of the strength from contact to contact. (Chosen.) */
const STRENGTH_VARIABILITY = 0.06;
/** Deviations of a step time beyond this many standard deviations are cut. */
const MAX_DEVIATION = 2.5;

/**
 * Plans all contacts. A walking segment of S seconds at cadence c has exactly the nearest whole
 * number to S·c/60 of them, all within the segment.
 */
export function planBouts(options: CompleteOptions, random: RandomSource): Bout[] {
  const bouts: Bout[] = [];
  let time = 0;
  let contacts: Contact[] = [];
  let start = 0;
  let side: Side = random() < 0.5 ? 'left' : 'right';
  const endBout = (): void => {
    const last = contacts.at(-1);
    if (last) {
      const end = last.time + COMING_TO_REST * last.stepTime;
      bouts.push({ start, end, contacts: withRamps(contacts) });
    }
    contacts = [];
  };
  for (const segment of options.segments) {
    if (segment.activity === 'standing') endBout();
    else {
      if (contacts.length === 0) start = time;
      contacts.push(...planSegment(segment, time, side, options, random));
      side = otherSide(contacts.at(-1)?.side ?? otherSide(side));
    }
    time += segment.seconds;
  }
  endBout();
  return bouts;
}

function planSegment(
  segment: Required<Segment>,
  start: number,
  firstSide: Side,
  options: CompleteOptions,
  random: RandomSource,
): Contact[] {
  const count = Math.round((segment.seconds * segment.cadence) / 60);
  if (count === 0) return [];
  const stepTime = segment.seconds / count;
  // Two independent steps make a stride, whose relative spread is smaller by √2.
  const spread = options.variability * Math.SQRT2;
  const sides = Array.from({ length: count }, (_, k) =>
    k % 2 === 0 ? firstSide : otherSide(firstSide),
  );
  const gaps = sides.slice(1).map((side) => {
    const deviation = Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, normal(random)));
    return (1 + spread * deviation) * sideFactor(side, options.asymmetry);
  });
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  let time = start + FIRST_STEP * stepTime;
  return sides.map((side, k) => {
    if (k > 0) time += ((gaps[k - 1] as number) / sum) * (count - 1) * stepTime;
    const strength =
      (1 + STRENGTH_VARIABILITY * normal(random)) * sideFactor(side, options.asymmetry);
    return { time, side, stepTime, strength };
  });
}

/** Makes the first and the last contacts of a bout weaker. */
function withRamps(contacts: readonly Contact[]): Contact[] {
  return contacts.map((contact, k) => {
    const ramp = (FIRST_STRENGTHS[k] ?? 1) * (LAST_STRENGTHS[contacts.length - 1 - k] ?? 1);
    return { ...contact, strength: contact.strength * ramp };
  });
}

function sideFactor(side: Side, asymmetry: number): number {
  return side === 'left' ? 1 + asymmetry : 1 - asymmetry;
}

function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}
