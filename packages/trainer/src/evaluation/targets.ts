/** What a detector is meant to reach. */
export interface Target {
  /** In the headline's unit. */
  readonly limit: number;
  readonly better: 'less' | 'more';
}

/** What was aimed at, by headline, on people who were not trained on. */
export const TARGETS: Readonly<Record<string, Target>> = {
  'handheld.stretchwise': atLeast(0.97),
  'handheld.standing': atMost(0.3),
  'handheld.first_missed': atMost(0.25),
  'handheld.last_missed': atMost(0.25),
  'phones.mape': atMost(0.01),
  'phones.clean_mape': atMost(0.005),
  'phones.f1_200': atLeast(0.99),
  'phones.first_missed': atMost(0.25),
  'phones.last_missed': atMost(0.25),
  'pockets.mape': atMost(0.015),
  'pockets.f1_200': atLeast(0.965),
  'pockets.first_missed': atMost(0.25),
  'pockets.last_missed': atMost(0.25),
  'sports.wrist_walking': atMost(0.005),
  'sports.wrist_running': atMost(0.005),
  'sports.wrist_treadmill': atMost(0.04),
  'sports.wrist_incline': atMost(0.04),
  'sports.cycling': atMost(1),
  'sports.rowing': atMost(1),
  'sports.lift': atMost(1),
  'sports.lift_moving': atMost(1),
  'daily.transitions': atMost(4),
  'watch.rest': atMost(0.2),
  'watch.walking_right': atLeast(0.95),
  'chores.teeth': atMost(3),
  'chores.clapping': atMost(10),
  'chores.folding': atMost(3),
  'chores.worst_seated': atMost(0.5),
};

/** Whether a value is as good as was aimed at. */
export function isReached(value: number, { limit, better }: Target): boolean {
  return better === 'less' ? value <= limit : value >= limit;
}

export function atMost(limit: number): Target {
  return { limit, better: 'less' };
}

export function atLeast(limit: number): Target {
  return { limit, better: 'more' };
}
