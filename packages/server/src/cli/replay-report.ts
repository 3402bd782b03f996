import { errorPercent, formatDuration, formatNumber, formatPercent } from '@stepstream/analysis';
import type { TrueStep } from '@stepstream/formats';
import type { ReplayPosition } from './replay-stream.ts';
import type { ReplayTally } from './replay-tally.ts';
import { ProgressLine } from './terminal/progress.ts';

/** Without a terminal, a line is printed each time so many seconds of recording have gone by, … */
const SECONDS_A_LINE = 10;
/** … but never sooner than this many milliseconds after the last one. */
const MIN_LINE_INTERVAL_MS = 1000;

/** Shows a replay as it goes: a line drawn over itself on a terminal, now and then one elsewhere. */
export class ReplayDisplay {
  readonly #progress = new ProgressLine();
  readonly #tally: ReplayTally;
  readonly #duration: number;
  #nextLine = SECONDS_A_LINE;
  #lastLineAt = performance.now();

  /** @param duration - of the whole recording, in s */
  constructor(tally: ReplayTally, duration: number) {
    this.#tally = tally;
    this.#duration = duration;
  }

  update(position: ReplayPosition): void {
    if (this.#progress.isShown) {
      this.#progress.update(() => this.#line(position));
      return;
    }
    const now = performance.now();
    if (position.elapsed >= this.#nextLine && now - this.#lastLineAt >= MIN_LINE_INTERVAL_MS) {
      this.#lastLineAt = now;
      this.#nextLine = (Math.floor(position.elapsed / SECONDS_A_LINE) + 1) * SECONDS_A_LINE;
      console.error(this.#line(position));
    }
  }

  /** Takes the line away. */
  clear(): void {
    this.#progress.clear();
  }

  #line({ elapsed, time }: ReplayPosition): string {
    const { totalSteps, pendingSteps } = this.#tally;
    const share = this.#duration > 0 ? Math.min(1, elapsed / this.#duration) : 1;
    const cadence = formatNumber(time === null ? null : this.#tally.cadenceAt(time));
    return [
      `${formatDuration(elapsed)} of ${formatDuration(this.#duration)}`,
      `${String(Math.floor(100 * share)).padStart(3)} %`,
      `steps ${totalSteps}`,
      `pending ${pendingSteps}`,
      `${cadence} steps/min`,
    ].join('  ');
  }
}

/** What a replay came to. */
export interface ReplayResult {
  readonly name: string;
  readonly tally: ReplayTally;
  readonly position: ReplayPosition;
  /** Length of the whole recording, in s. */
  readonly duration: number;
  /** Wall-clock time it took, in s. */
  readonly took: number;
  readonly truth: readonly TrueStep[] | null;
  /** Whether the recording was sent to its end. */
  readonly complete: boolean;
}

/** The result as text. Of a replay that ended early, only the truth so far is compared. */
export function replayReport(result: ReplayResult): string {
  const { name, tally, position, truth, complete } = result;
  const { cadence, walkingSeconds } = tally.summary();
  const part = complete
    ? formatDuration(result.duration)
    : `the first ${formatDuration(position.elapsed)} of ${formatDuration(result.duration)}`;
  const lines = [
    `${name}: ${part}, ${position.samples} samples, streamed in ${result.took.toFixed(1)} s`,
    `  steps    ${tally.totalSteps}`,
  ];
  if (truth) {
    const last = position.time ?? Number.NEGATIVE_INFINITY;
    const known = complete ? truth.length : truth.filter((step) => step.timestamp <= last).length;
    lines.push(`  true     ${known}`);
    lines.push(`  error    ${formatPercent(errorPercent(tally.totalSteps, known))}`);
  }
  const walking = `${formatNumber(cadence)} steps/min in ${formatDuration(walkingSeconds)}`;
  lines.push(`  walking  ${cadence === null ? 'none' : walking}`);
  const { refused, firstReason } = tally;
  if (refused > 0) {
    lines.push(`  refused  ${refused} sample${refused === 1 ? '' : 's'}: ${firstReason}`);
  }
  return lines.join('\n');
}
