import type { StepEvent } from '@stepstream/client';

/** Steps as a file: when each foot landed, on the recording's clock. */
export function stepsCsv(steps: readonly StepEvent[]): Blob {
  const rows = steps.map(({ timestamp, foot, confidence }) => `${timestamp},${foot},${confidence}`);
  const text = `${['timestamp,foot,confidence', ...rows].join('\n')}\n`;
  return new Blob([text], { type: 'text/csv' });
}

/** What files about a recording are called, without an ending: `walk` for `walk.csv.gz`. Of several the first counts. */
export function stemOf(title: string): string {
  const [first = ''] = title.split(', ');
  const stem = first.replace(/\.(gz|zip)$/i, '').replace(/\.[a-z][a-z0-9]{1,5}$/i, '');
  const plain = stem.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^\.|-$/g, '');
  return plain || 'recording';
}
