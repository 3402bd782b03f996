import { type Agreement, formatNumber } from '@stepstream/analysis';

/** What is said of agreement: a name, and a value for people. */
export type AgreementLine = readonly [name: string, value: string];

/** How counts agree with known steps, line by line, as table and report tell it. */
export function agreementLines({
  recordings,
  detected,
  truth,
  mape,
  standing,
  differences,
  timing,
}: Agreement): AgreementLine[] {
  const lines: AgreementLine[] = [
    ['recordings with known steps', String(recordings)],
    ['steps counted, and known', `${detected}, ${truth}`],
    ['mean error of a recording (MAPE)', mape === null ? '–' : `${formatNumber(100 * mape, 2)} %`],
  ];
  if (standing.recordings > 0) {
    lines.push([
      'without a step, and so not in the MAPE',
      `${standing.recordings} ${standing.recordings === 1 ? 'recording' : 'recordings'}; ${standing.detected} steps counted there`,
    ]);
  }
  if (differences) {
    const { mean, lower, upper } = differences;
    lines.push(['mean difference, counted less known', `${signed(mean)} steps`]);
    if (lower !== null && upper !== null) {
      lines.push([
        'limits of agreement (95 %, Bland-Altman)',
        `${signed(lower)} to ${signed(upper)} steps`,
      ]);
    }
  }
  if (timing) {
    const { f1, precision, recall } = timing;
    const shares = `precision ${formatNumber(precision, 3)}, recall ${formatNumber(recall, 3)}`;
    lines.push(['F1 of single steps', `${formatNumber(f1, 3)} (${shares})`]);
  }
  return lines;
}

function signed(steps: number): string {
  const text = Math.abs(steps).toFixed(1);
  if (text === '0.0') return text;
  return `${steps > 0 ? '+' : '−'}${text}`;
}
