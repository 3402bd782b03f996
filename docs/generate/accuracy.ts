import { headlineTable } from '../../src/cli/evaluation-tables.ts';
import type { EvaluationReport } from '../../training/evaluation/report.ts';

/** The headline numbers of an evaluation, just as the terminal shows them. */
export function accuracyTable(report: EvaluationReport): string {
  return `\`\`\`text\n${report.detector}\n\n${headlineTable(report.headlines)}\n\`\`\``;
}

/** Where the detector fails: the worst placements and people of each set, worst first. */
export function accuracyByGroup(report: EvaluationReport): string {
  const line = (what: string, groups: readonly { label: string; error: number | null }[]) => {
    const sorted = [...groups].sort((a, b) => (b.error ?? 0) - (a.error ?? 0));
    return `- ${what}: ${sorted.map(({ label, error }) => `${label} ${percent(error)}`).join(', ')}`;
  };
  const groups = (scores: readonly { label: string; count: { mape: number | null } }[] = []) =>
    scores.map(({ label, count }) => ({ label, error: count.mape }));
  return [
    line('count error of phones, by placement', groups(report.phones?.placements)),
    line('count error of phones, by person', groups(report.phones?.people)),
    line('count error hand-held, by person', groups(report.handheld?.people)),
  ].join('\n');
}

function percent(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`;
}
