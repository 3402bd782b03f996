import type { Evaluation, EvaluationReport } from '@stepstream/trainer';
import { activityName, percent, rate, totalRate } from '@stepstream/trainer';

/** Where the first detector fails: the worst placements and people of each set, worst first. */
export function accuracyByGroup({ detectors }: Evaluation): string {
  const report = detectors[0]?.report;
  const line = (
    what: string,
    scores: readonly { label: string; count: { mape: number | null } }[] = [],
  ) => {
    const sorted = [...scores].sort((a, b) => (b.count.mape ?? 0) - (a.count.mape ?? 0));
    const named = sorted.map(({ label, count }) => `${label} ${percent(count.mape)}`);
    return `- ${what}: ${named.join(', ')}`;
  };
  return [
    line('count error of phones, by placement', report?.phones?.placements),
    line('count error of phones, by person', report?.phones?.people),
    line('count error hand-held, by person', report?.handheld?.people),
    line('count error of slow and careful walkers, by person and tool', report?.pockets?.walkers),
    `- steps counted of shortened walks: ${shortWalks(report)}`,
    `- false steps a minute, watch: ${chores(report)}`,
  ].join('\n');
}

/** What share of its contacts is counted, by the length of a walk and what it was made of. */
function shortWalks(report: EvaluationReport | undefined): string {
  const rows = (report?.walks?.lengths ?? []).filter(({ group }) => group.endsWith('shortened'));
  return rows
    .map(({ group, length, detected, truth }) => {
      return `${group.replace(/,.*/, '')} ${length} ${percent(detected / truth)}`;
    })
    .join(', ');
}

/** False steps of chores on a watch, most first. */
function chores(report: EvaluationReport | undefined): string {
  const own = (report?.chores?.still ?? []).filter(({ device }) => device === 'watch');
  const activities = [...new Set(own.map(({ activity }) => activity))].map((activity) => ({
    activity,
    total: totalRate(own.filter((one) => one.activity === activity)),
  }));
  return activities
    .sort((a, b) => (b.total.perMinute ?? 0) - (a.total.perMinute ?? 0))
    .map(({ activity, total }) => `${activityName(activity)} ${rate(total)}`)
    .join(', ');
}
