import { formatDuration } from '@stepstream/analysis';
import type { ProgressLine } from '../terminal/progress.ts';
import type { FoundFile } from './find-files.ts';

/** What was done so far foretells the rest once it is this share of all, and has taken so long. */
const MIN_SHARE = 0.02;
const MIN_MS = 1500;

/** Tells how far the counting of some files is, and how long the rest will take. */
export class JobProgress {
  readonly #files: readonly FoundFile[];
  readonly #line: Pick<ProgressLine, 'update'>;
  readonly #now: () => number;
  readonly #began: number;
  readonly #shares: Float64Array;
  #done = 0;

  /** @param now - milliseconds on any clock. Default: `performance.now` */
  constructor(
    files: readonly FoundFile[],
    line: Pick<ProgressLine, 'update'>,
    now: () => number = () => performance.now(),
  ) {
    this.#files = files;
    this.#line = line;
    this.#now = now;
    this.#began = now();
    this.#shares = new Float64Array(files.length);
  }

  /** @param share - of the file that is done, 0 to 1 */
  update(index: number, share: number): void {
    this.#shares[index] = share;
    this.#line.update(() => this.#text(index));
  }

  done(index: number): void {
    this.#done++;
    this.update(index, 1);
  }

  #text(index: number): string {
    const share = this.#share();
    const elapsed = this.#now() - this.#began;
    const isKnown = share >= MIN_SHARE && elapsed >= MIN_MS;
    const left = isKnown ? (elapsed / share) * (1 - share) : null;
    return [
      ...(this.#files.length > 1 ? [`${this.#done} of ${this.#files.length}`] : []),
      `${Math.floor(100 * share)} %`,
      ...(left === null ? [] : [`${formatDuration(left / 1000)} left`]),
      this.#files[index]?.path ?? '',
    ].join(' · ');
  }

  /** Of all files, by their bytes. */
  #share(): number {
    let [done, all] = [0, 0];
    for (const [i, { bytes }] of this.#files.entries()) {
      done += (bytes + 1) * (this.#shares[i] as number);
      all += bytes + 1;
    }
    return done / all;
  }
}
