import type { Bout, Landing } from './landings.ts';

/** Where in the gait the body is at a moment. */
export interface GaitPhase {
  /**
   * Phase of the stride in cycles: whole at landings of the right foot, half at those of the left.
   * Twice this, in cycles, is the phase of the step.
   */
  readonly stride: number;
  /** How forceful the movement is now: 0 at rest, 1 in steady walking. */
  readonly strength: number;
  /** Mean step time now, in seconds. */
  readonly stepTime: number;
  /** The last landing; undefined before the first one. */
  readonly lastLanding: Landing | undefined;
}

/**
 * Where in the gait a walk is at a moment. Phase runs smoothly from landing to landing; strength
 * swells and fades smoothly between them.
 *
 * @param bouts - as planned, in order of time
 * @param time - seconds
 * @returns undefined when the body is at rest
 */
export function phaseAt(bouts: readonly Bout[], time: number): GaitPhase | undefined {
  const bout = bouts.find((one) => time < one.end);
  if (!bout || time <= bout.start) return undefined;
  const { landings } = bout;
  const next = firstAfter(landings, time);
  const before = landings[next - 1];
  const after = landings[next];
  if (before && after) {
    const share = (time - before.time) / (after.time - before.time);
    return {
      stride: strideAt(before) + between(landings, next, share),
      strength: ease(before.strength, after.strength, share),
      stepTime: before.stepTime + (after.stepTime - before.stepTime) * share,
      lastLanding: before,
    };
  }
  if (after) {
    const share = (time - bout.start) / (after.time - bout.start);
    return {
      stride: strideAt(after) - (after.time - time) / (2 * after.stepTime),
      strength: ease(0, after.strength, share),
      stepTime: after.stepTime,
      lastLanding: undefined,
    };
  }
  if (!before) return undefined;
  return {
    stride: strideAt(before) + (time - before.time) / (2 * before.stepTime),
    strength: ease(before.strength, 0, (time - before.time) / (bout.end - before.time)),
    stepTime: before.stepTime,
    lastLanding: before,
  };
}

/**
 * Cycles of the stride since the landing before `next`: half of one over the whole step, along a
 * cubic, so that the limbs' angular velocity does not jump at a landing.
 */
function between(landings: readonly Landing[], next: number, share: number): number {
  const gap = (landings[next] as Landing).time - (landings[next - 1] as Landing).time;
  const from = frequencyAt(landings, next - 1) * gap;
  const to = frequencyAt(landings, next) * gap;
  const rest = 1 - share;
  return share * (share * (1.5 - share) + rest * (from * rest - to * share));
}

/** Strides a second at a landing. */
function frequencyAt(landings: readonly Landing[], index: number): number {
  const before = landings[index - 1];
  const after = landings[index + 1];
  if (before && after) return 1 / (after.time - before.time);
  return 1 / (2 * (landings[index] as Landing).stepTime);
}

function strideAt(landing: Landing): number {
  return landing.side === 'right' ? 0 : 0.5;
}

/** From one value to another with no slope at either end. */
function ease(from: number, to: number, share: number): number {
  return from + (to - from) * share * share * (3 - 2 * share);
}

/** Index of the first landing later than this time; their number when there is none. */
function firstAfter(landings: readonly Landing[], time: number): number {
  let low = 0;
  let high = landings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((landings[middle] as Landing).time <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
