import type { SportsReport } from '../evaluation/activity-reports.ts';
import type { ContactScore } from '../evaluation/contact-reports.ts';
import { type StepRate, totalRate } from '../evaluation/false-steps.ts';
import { groupBy } from '../evaluation/observe.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { activityName } from '../evaluation/tables/activity-names.ts';
import { percent, rate, share } from '../evaluation/tables/cells.ts';
import { worstTable } from '../evaluation/tables/recording-tables.ts';
import { listOf, markdownOf } from './markdown.ts';

/** How many of each kind of failure are named. */
const NAMED = 3;

/** Where a detector is at its worst: placements, people, activities, recordings. */
export function weaknessSection(report: EvaluationReport): string {
  const { handheld, phones, pockets, sports, daily, watch, chores } = report;
  const lines: string[] = [];
  if (phones) {
    lines.push(worst('count error by placement', phones.placements));
    lines.push(worst('count error by person, phones', phones.people));
  }
  if (pockets) {
    lines.push(worst('count error by person and what they walk with, pockets', pockets.walkers));
  }
  if (sports) lines.push(worstWalks(sports), worstRates('sports', sports.still));
  if (handheld) {
    lines.push(worst('count error by person, hand-held', handheld.people));
    const activities = handheld.activities
      .filter(({ activity }) => activity !== 'walking')
      .sort((a, b) => a.within100ms.f1 - b.within100ms.f1)
      .map(({ activity, within100ms }) => `${activityName(activity)} ${share(within100ms.f1)}`);
    lines.push(`F1 ±100 ms off the level, hand-held: ${activities.join(', ')}`);
  }
  const everyDay = daily?.devices.at(-1);
  if (everyDay) {
    lines.push(
      `false steps a minute: sitting down ${rate(everyDay.sittingDown)}, ` +
        `standing up ${rate(everyDay.standingUp)}, seated ${rate(everyDay.seated)}`,
    );
  }
  if (chores) {
    for (const device of ['watch', 'phone'] as const) {
      const own = chores.still.filter((one) => one.device === device);
      if (own.length > 0) lines.push(worstRates(device, own));
    }
  }
  const slowest = watch?.people
    .filter(({ walking }) => walking.clearMinutes > 0)
    .sort((a, b) => (b.walking.meanError ?? 0) - (a.walking.meanError ?? 0))
    .slice(0, NAMED)
    .map(({ label, walking }) => `${label} ${percent(walking.meanError)}`);
  if (slowest)
    lines.push(`error of a minute's count against the spectrum, watch: ${slowest.join(', ')}`);
  const tables = [
    ...(phones ? [worstTable('Phones', phones.recordings)] : []),
    ...(pockets ? [worstTable('Pockets', pockets.recordings)] : []),
    ...(sports && sports.walks.length > 0 ? [worstTable('Sports', sports.walks)] : []),
    ...(handheld ? [worstTable('Hand-held', handheld.recordings)] : []),
  ];
  return [listOf(lines), ...tables.map(markdownOf)].join('\n\n');
}

function worst(what: string, scores: readonly Pick<ContactScore, 'label' | 'count'>[]): string {
  const sorted = [...scores].sort((a, b) => (b.count.mape ?? 0) - (a.count.mape ?? 0));
  const named = sorted
    .slice(0, NAMED)
    .map(({ label, count }) => `${label} ${percent(count.mape)} (${recordings(count.recordings)})`);
  return `${what}, worst first: ${named.join(', ')}`;
}

/** The recordings of the sports set that are counted worst. */
function worstWalks({ walks }: SportsReport): string {
  const named = [...walks]
    .sort((a, b) => Math.abs(b.error ?? 0) - Math.abs(a.error ?? 0))
    .slice(0, NAMED)
    .map(
      ({ person, activity, placement, error }) =>
        `${activityName(activity)}, ${placement.replace('_', ' ')} of ${person} ${percent(error)}`,
    );
  return `count error by recording, sports: ${named.join('; ')}`;
}

/** The activities without steps in which most are found. */
function worstRates(
  what: string,
  rates: readonly (StepRate & { readonly activity: string })[],
): string {
  const named = [...groupBy(rates, ({ activity }) => activity)]
    .map(([activity, own]) => ({ activity, total: totalRate(own) }))
    .sort((a, b) => (b.total.perMinute ?? 0) - (a.total.perMinute ?? 0))
    .slice(0, NAMED)
    .map(({ activity, total }) => `${activityName(activity)} ${rate(total)}`);
  return `false steps a minute by activity, ${what}, worst first: ${named.join(', ')}`;
}

function recordings(count: number): string {
  return count === 1 ? '1 recording' : `${count} recordings`;
}
