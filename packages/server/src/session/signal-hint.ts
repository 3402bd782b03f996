import { HINT_CODES, type HintCode, STANDARD_GRAVITY } from '@stepstream/protocol';
import { nonsense, type StateWalk } from './state-walk.ts';

/** What the first seconds of a signal look like, where they can't be what they are said to be. */
export interface SignalHint {
  readonly code: HintCode;
  /** For a person: what is seen, and what to do about it. */
  readonly message: string;
  /** Mean |a| of these seconds, m/s² by the configured unit. */
  readonly mean_acceleration?: number;
  /** Samples a second. */
  readonly sample_rate?: number;
}

const CODES = Object.keys(HINT_CODES) as HintCode[];

/**
 * A hint in words.
 *
 * @param seen mean |a| in m/s², or samples a second where the rate is too low
 */
export function hintOf(code: HintCode, seen: number): SignalHint {
  const strength = `The acceleration is ${seen} m/s² on average`;
  switch (code) {
    case 'too_strong': {
      const message = `${strength}, far more than a body has. Is accel_unit right?`;
      return { code, message, mean_acceleration: seen };
    }
    case 'looks_like_g': {
      const message = `${strength}, as if it were in g. If so, configure accel_unit "g"`;
      return { code, message, mean_acceleration: seen };
    }
    case 'looks_like_no_gravity': {
      const gravity = STANDARD_GRAVITY.toFixed(2);
      const message = `${strength}, and gravity alone is ${gravity}. If the device takes gravity off, configure gravity "excluded"`;
      return { code, message, mean_acceleration: seen };
    }
    case 'rate_too_low': {
      const message = `Only ${seen} samples a second come; steps need 20 or more`;
      return { code, message, sample_rate: seen };
    }
  }
}

/** Saves hints, or returns the saved ones: what was seen says it all. */
export function transferHints(io: StateWalk, hints: readonly SignalHint[]): readonly SignalHint[] {
  const length = io.whole(hints.length);
  if (length > CODES.length) throw nonsense();
  return Array.from({ length }, (_, i) => {
    const hint = hints[i];
    const code = CODES[io.whole(hint ? CODES.indexOf(hint.code) : 0)];
    const seen = io.number(hint?.mean_acceleration ?? hint?.sample_rate ?? 0);
    if (!code) throw nonsense();
    return hintOf(code, seen);
  });
}
