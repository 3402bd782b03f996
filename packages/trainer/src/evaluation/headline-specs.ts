import { ACTIVITY_HEADLINES } from './activity-headlines.ts';
import { CONTACT_HEADLINES } from './contact-headlines.ts';
import type { HeadlineSpec } from './headline-shares.ts';

/**
 * The numbers that a detector is known by. All but the times and the worst of something are quotients
 * of sums over people, and equal to the totals in the sets' reports.
 */
export const HEADLINE_SPECS: readonly HeadlineSpec[] = [
  ...CONTACT_HEADLINES,
  ...ACTIVITY_HEADLINES,
];
