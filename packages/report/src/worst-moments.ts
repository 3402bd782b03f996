import type { CountedRecording, Interval } from '@stepstream/analysis';

/** How long a moment is, in seconds, how many there are at most, and how many mistakes it takes. */
const SECONDS = 20;
const MAX_MOMENTS = 2;
const MIN_MISTAKES = 2;

/** The stretches of a recording with most false and missed steps in them, the worst first, none over another. */
export function worstMoments({ comparison, stretches }: CountedRecording): Interval[] {
  const timing = comparison?.timing;
  if (!timing) return [];
  let mistakes = [...timing.falseSteps, ...timing.missedSteps].sort((a, b) => a - b);
  const moments: Interval[] = [];
  while (moments.length < MAX_MOMENTS) {
    const worst = worstOf(mistakes);
    if (!worst || worst.count < MIN_MISTAKES) break;
    const middle = (worst.first + worst.last) / 2;
    const latest = Math.max(...stretches.map(({ end }) => end)) - SECONDS;
    const earliest = Math.min(...stretches.map(({ start }) => start));
    const start = Math.max(earliest, Math.min(middle - SECONDS / 2, latest));
    const moment = { start, end: start + SECONDS };
    moments.push(moment);
    mistakes = mistakes.filter(
      (time) => time < moment.start - SECONDS || time > moment.end + SECONDS,
    );
  }
  return moments;
}

/** The most mistakes that lie within a moment's length; the first of equals. */
function worstOf(mistakes: readonly number[]) {
  let worst: { first: number; last: number; count: number } | undefined;
  let from = 0;
  for (const [to, last] of mistakes.entries()) {
    while (last - (mistakes[from] as number) > SECONDS) from++;
    const count = to - from + 1;
    if (!worst || count > worst.count) worst = { first: mistakes[from] as number, last, count };
  }
  return worst;
}
