import type { TrueStep } from '@stepstream/formats';
import { median } from '@stepstream/math';
import type { Interval } from '../evaluation/segments.ts';

/** Known contacts, and the stretches in which they are not to be trusted. */
export interface CleanContacts {
  readonly contacts: readonly TrueStep[];
  /** Times in which a contact may be missing: nothing is to be learned there. */
  readonly doubtful: readonly Interval[];
}

/** The same foot again within the median step interval and this, in seconds, is a bounce… */
const BOUNCE_SLACK = 0.05;
/** …unless it took longer than this. */
const MAX_BOUNCE_SECONDS = 0.7;
/** The other foot can't land this soon, in seconds. */
const MIN_STEP_SECONDS = 0.16;
/** A contact within this share of the usual interval after the other foot's came too soon. */
const SOON = 0.65;
/** The same foot again within so many step intervals hides the other foot's contact. */
const SAME_FOOT_GAP = 2.8;
/** A gap of so many step intervals hides a contact. */
const GAP = { from: 1.7, to: 4 } as const;
/** How far from the contacts beside it doubt begins, in seconds. */
const DOUBT_MARGIN = 0.12;

/**
 * Cleans what foot switches recorded: they bounce, and they miss (about 110 and 78 times in the
 * 13,200 contacts of the Oxford recordings). Bounces are dropped; where a contact must be missing,
 * the time in between is marked as doubtful.
 *
 * @param steps in order of time, in seconds
 */
export function cleanFootSwitches(steps: readonly TrueStep[]): CleanContacts {
  const usual = median(steps.slice(1).map((step, i) => step.timestamp - time(steps[i]))) ?? 0;
  const contacts: TrueStep[] = [];
  for (const step of steps) {
    const last = contacts.at(-1);
    const interval = last ? step.timestamp - last.timestamp : Number.POSITIVE_INFINITY;
    const bounce =
      last?.foot === step.foot
        ? interval < Math.min(usual + BOUNCE_SLACK, MAX_BOUNCE_SECONDS)
        : interval < MIN_STEP_SECONDS;
    if (!bounce) contacts.push(step);
    // Of two of the same foot, the one that came too soon after the other foot was the bounce.
    else if (last?.foot === step.foot && tooSoon(contacts, step, usual))
      contacts.splice(-1, 1, step);
  }
  const doubtful = contacts.slice(1).flatMap((step, i): Interval[] => {
    const last = contacts[i] as TrueStep;
    const intervals = (step.timestamp - last.timestamp) / usual;
    const sameFoot = last.foot === step.foot && intervals < SAME_FOOT_GAP;
    const gap = intervals > GAP.from && intervals < GAP.to;
    if (!sameFoot && !gap) return [];
    return [{ start: last.timestamp + DOUBT_MARGIN, end: step.timestamp - DOUBT_MARGIN }];
  });
  return { contacts, doubtful };
}

/** Whether the last contact fits the rhythm worse than `step`, which would take its place. */
function tooSoon(contacts: readonly TrueStep[], step: TrueStep, usual: number): boolean {
  const before = contacts.at(-2);
  if (!before || before.foot === step.foot) return false;
  const interval = time(contacts.at(-1)) - before.timestamp;
  const instead = step.timestamp - before.timestamp;
  return interval < SOON * usual && Math.abs(instead - usual) < Math.abs(interval - usual);
}

function time(step: TrueStep | undefined): number {
  return step?.timestamp ?? Number.NaN;
}
