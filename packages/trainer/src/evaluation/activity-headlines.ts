import type { ChoresReport, DailyScore, SportsReport, WatchScore } from './activity-reports.ts';
import { totalRate } from './false-steps.ts';
import {
  counted,
  type HeadlineSpec,
  halfOrDouble,
  over,
  type Ratio,
  rate,
  right,
} from './headline-shares.ts';
import { groupBy } from './observe.ts';
import type { Headline, SetReports } from './report.ts';
import { SEATED_CHORES } from './score-chores.ts';

type Unit = Headline['unit'];

/** Of recordings that tell what somebody did. */
export const ACTIVITY_HEADLINES: readonly HeadlineSpec[] = [
  sportsCount('wrist_walking', 'count error, wrists, walking', ['walking'], true),
  sportsCount('wrist_running', 'count error, wrists, running', ['running_8kmh'], true),
  sportsCount('wrist_treadmill', 'count error, wrists, treadmill', ['treadmill_4kmh'], true),
  sportsCount(
    'wrist_incline',
    'count error, wrists, treadmill uphill',
    ['treadmill_4kmh_incline'],
    true,
  ),
  sportsCount(
    'torso',
    'count error, torso, all four',
    ['walking', 'running_8kmh', 'treadmill_4kmh', 'treadmill_4kmh_incline'],
    false,
  ),
  sportsRate('cycling', 'false steps/min, cycling', ['cycling']),
  sportsRate('cycling_lying', 'false steps/min, cycling lying', ['cycling_lying']),
  sportsRate('rowing', 'false steps/min, rowing', ['rowing']),
  sportsRate('lift', 'false steps/min, still in a lift', ['elevator_still']),
  sportsRate('lift_moving', 'steps/min found, moving about in a lift', ['elevator_moving']),
  sportsRate('rest', 'false steps/min, sitting, standing, lying', [
    'sitting',
    'standing',
    'lying_back',
    'lying_side',
  ]),
  day('transitions', 'false steps/min, standing up, sitting down', (p) =>
    rate(p.standingUp, p.sittingDown),
  ),
  day('away_from_walk', 'the same, ½ s and more from the walk', (p) => rate(p.awayFromWalk)),
  day('seated', 'false steps/min, seated', (p) => rate(p.seated)),
  // No steps are known here, but people take about 100: a detector that finds none is asleep.
  day('walking', 'steps/min found in walks of a few steps', (p) => rate(p.walking)),
  wrist('rest', 'false steps/min, watch at rest', 'per_minute', (p) => rate(p.sitting, p.standing)),
  wrist('walking_right', 'minutes within 3 %, watch, walking', 'percent', (p) => right(p.walking)),
  wrist('jogging_right', 'minutes within 3 %, watch, jogging', 'percent', (p) => right(p.jogging)),
  wrist('half_double', 'minutes counted half or double, watch', 'percent', (p) =>
    halfOrDouble(p.walking, p.jogging),
  ),
  wrist('walking_ratio', "steps counted of the spectrum's, walking", 'percent', (p) =>
    counted(p.walking),
  ),
  wrist('jogging_ratio', "steps counted of the spectrum's, jogging", 'percent', (p) =>
    counted(p.jogging),
  ),
  choresRate('teeth', 'false steps/min, watch, brushing teeth', 'watch', ['teeth']),
  choresRate('clapping', 'false steps/min, watch, clapping', 'watch', ['clapping']),
  choresRate('folding', 'false steps/min, watch, folding clothes', 'watch', ['folding']),
  choresRate('seated', 'false steps/min, watch, seated chores', 'watch', SEATED_CHORES),
  {
    key: 'chores.worst_seated',
    label: 'false steps/min, watch, the worst seated chore',
    unit: 'per_minute',
    numberOf: ({ chores }) => worstSeated(chores),
  },
  choresRate('phone_rest', 'false steps/min, phone, sitting, standing', 'phone', [
    'sitting',
    'standing',
  ]),
  choresRate('phone_chores', 'false steps/min, phone, chores', 'phone', [
    ...SEATED_CHORES,
    'teeth',
    'clapping',
    'folding',
  ]),
  over(
    { key: 'chores.phone_right', label: 'minutes within 3 %, phone, walking', unit: 'percent' },
    {
      rows: ({ chores }) =>
        chores?.walks.filter((one) => one.device === 'phone' && one.activity === 'walking'),
      person: ({ person }) => person,
      share: right,
    },
  ),
];

function sportsCount(
  key: string,
  label: string,
  activities: readonly string[],
  onWrist: boolean,
): HeadlineSpec {
  const isMeant = ({ activity, placement }: SportsReport['walks'][number]): boolean =>
    activities.includes(activity) && (placement !== 'torso') === onWrist;
  return over(
    { key: `sports.${key}`, label, unit: 'percent' },
    {
      rows: ({ sports }) => sports?.walks.filter(isMeant),
      person: ({ person }) => person,
      share: ({ error }) => ({ numerator: Math.abs(error ?? 0), denominator: 1 }),
    },
  );
}

function sportsRate(key: string, label: string, activities: readonly string[]): HeadlineSpec {
  return over(
    { key: `sports.${key}`, label, unit: 'per_minute' },
    {
      rows: ({ sports }) =>
        sports &&
        [...sports.still, ...sports.unknown].filter(({ activity }) =>
          activities.includes(activity),
        ),
      person: ({ person }) => person,
      share: rate,
    },
  );
}

function choresRate(
  key: string,
  label: string,
  device: 'phone' | 'watch',
  activities: readonly string[],
): HeadlineSpec {
  return over(
    { key: `chores.${key}`, label, unit: 'per_minute' },
    {
      rows: ({ chores }) =>
        chores?.still.filter((one) => one.device === device && activities.includes(one.activity)),
      person: ({ person }) => person,
      share: rate,
    },
  );
}

function day(key: string, label: string, share: (person: DailyScore) => Ratio): HeadlineSpec {
  const rows = ({ daily }: SetReports) => daily?.people;
  const spec = { key: `daily.${key}`, label, unit: 'per_minute' } as const;
  return over(spec, { rows, person: ({ label: person }) => person, share });
}

function wrist(key: string, label: string, unit: Unit, share: (person: WatchScore) => Ratio) {
  const rows = ({ watch }: SetReports) => watch?.people;
  const spec = { key: `watch.${key}`, label, unit };
  return over(spec, { rows, person: ({ label: person }: WatchScore) => person, share });
}

/** False steps a minute of the seated chore with the most of them, on a watch, over all people. */
function worstSeated(chores: ChoresReport | null): number | null {
  const seated = (chores?.still ?? []).filter(
    ({ device, activity }) => device === 'watch' && SEATED_CHORES.includes(activity),
  );
  const rates = [...groupBy(seated, ({ activity }) => activity).values()].map((own) =>
    totalRate(own),
  );
  return rates.length > 0 ? Math.max(...rates.map(({ perMinute }) => perMinute ?? 0)) : null;
}
