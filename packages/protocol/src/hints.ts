/** Stable codes for what may be wrong with a session's signal, with what each means. */
export const HINT_CODES = {
  looks_like_g: 'At rest the acceleration is near 1: it seems to be in g. Configure `accel_unit`.',
  looks_like_no_gravity:
    'At rest the acceleration is near 0: gravity seems to be taken off. Configure `gravity`.',
  too_strong: 'The acceleration is far stronger than that of a body: its unit may be another.',
  rate_too_low: 'Too few samples a second come for steps to be seen. 20 or more are needed.',
} as const;

export type HintCode = keyof typeof HINT_CODES;
