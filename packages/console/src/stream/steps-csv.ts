import type { StepEvent } from '@stepstream/client';

/** Steps as a file: when each foot landed, on the recording's clock. */
export function stepsCsv(steps: readonly StepEvent[]): string {
  const rows = steps.map(({ timestamp, foot, confidence }) => `${timestamp},${foot},${confidence}`);
  return `${['timestamp,foot,confidence', ...rows].join('\n')}\n`;
}
