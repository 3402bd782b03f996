import type { StepEvent } from '@stepstream/client';

/** Steps as a file: when each foot landed, on the recording's clock. */
export function stepsCsv(steps: readonly StepEvent[]): string {
  const rows = steps.map(({ timestamp, foot, confidence }) => `${timestamp},${foot},${confidence}`);
  return `${['timestamp,foot,confidence', ...rows].join('\n')}\n`;
}

/** What a file of steps is called: `walk.steps.csv` for `walk.csv.gz`. Of several files the first gives its name. */
export function stepsFileName(title: string): string {
  const [first = ''] = title.split(', ');
  const stem = first.replace(/\.(gz|zip)$/i, '').replace(/\.[a-z][a-z0-9]{1,5}$/i, '');
  const plain = stem.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^\.|-$/g, '');
  return `${plain || 'recording'}.steps.csv`;
}
