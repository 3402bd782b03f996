import type { Evaluation } from '@stepstream/trainer';
import { percent } from '@stepstream/trainer';

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
  ].join('\n');
}
