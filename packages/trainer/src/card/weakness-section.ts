import type { ContactScore } from '../evaluation/contact-reports.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { activityName } from '../evaluation/tables/activity-names.ts';
import { percent, rate, share } from '../evaluation/tables/cells.ts';
import { worstTable } from '../evaluation/tables/recording-tables.ts';
import { listOf, markdownOf } from './markdown.ts';

/** How many of each kind of failure are named. */
const NAMED = 3;

/** Where a detector is at its worst: placements, people, activities, recordings. */
export function weaknessSection({ handheld, phones, daily, watch }: EvaluationReport): string {
  const lines: string[] = [];
  if (phones) {
    lines.push(worst('count error by placement', phones.placements));
    lines.push(worst('count error by person, phones', phones.people));
  }
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
  const slowest = watch?.people
    .filter(({ walking }) => walking.clearMinutes > 0)
    .sort((a, b) => (b.walking.meanError ?? 0) - (a.walking.meanError ?? 0))
    .slice(0, NAMED)
    .map(({ label, walking }) => `${label} ${percent(walking.meanError)}`);
  if (slowest)
    lines.push(`error of a minute's count against the spectrum, watch: ${slowest.join(', ')}`);
  const tables = [
    ...(phones ? [worstTable('Phones', phones.recordings)] : []),
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

function recordings(count: number): string {
  return count === 1 ? '1 recording' : `${count} recordings`;
}
