import {
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
  recordedSeconds,
} from '@stepstream/analysis';
import { escaped } from '@stepstream/plot';
import { doubtsOf } from './attention.ts';

/** All recordings of a report, in their order. Columns that hold nothing are left out. */
export function recordingTable(
  counts: readonly CountedRecording[],
  link: (count: CountedRecording) => string,
): string {
  const hasTruth = counts.some(({ comparison }) => comparison !== null);
  const hasTimes = counts.some(({ comparison }) => comparison?.timing);
  const header = ['recording', 'recorded', 'Hz', 'steps', 'steps/min', 'walking', 'walks'];
  if (hasTruth) header.push('known', 'error');
  if (hasTimes) header.push('F1');
  const rows = counts.map((count) => {
    const { stretches, rate, steps, cadence, walkingSeconds, walks, comparison } = count;
    const cells = [
      formatDuration(recordedSeconds(stretches)),
      formatNumber(rate, 1),
      String(steps),
      formatNumber(cadence, 1),
      formatDuration(walkingSeconds),
      String(walks.length),
    ];
    if (hasTruth) {
      cells.push(
        comparison ? String(comparison.truth) : NO_VALUE,
        formatPercent(comparison ? errorPercent(comparison.counted, comparison.truth) : null),
      );
    }
    if (hasTimes) cells.push(formatNumber(comparison?.timing?.f1 ?? null, 3));
    const why = reasonsForNothing(count).map((text) => `<small>${escaped(text)}</small>`);
    return `<tr><td class="name">${link(count)}${why.join('')}${cells.map((cell) => `<td>${escaped(cell)}`).join('')}`;
  });
  const heads = header.map((name, i) => `<th scope="col"${i === 0 ? ' class="name"' : ''}>${name}`);
  return `<div class="wide"><table><thead><tr>${heads.join('')}</thead>\n<tbody>${rows.join('\n')}</table></div>`;
}

/** Why a recording has no steps, as its notes say; nothing where it has some, or none are known to be right. */
function reasonsForNothing(count: CountedRecording): string[] {
  return count.steps > 0 ? [] : doubtsOf(count).map(({ text }) => text);
}
