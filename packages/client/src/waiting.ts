import type { TimedSample } from '@stepstream/protocol/codec';
import type { Frame } from './frame.ts';
import type { Request } from './requests.ts';

/** What was accepted and has not been sent, in order. */
export class Waiting {
  #items: (TimedSample | Request)[] = [];
  #samples = 0;

  /** Samples that wait. */
  get samples(): number {
    return this.#samples;
  }

  /** Whether somebody waits for the answer to a request in it. */
  get isAwaited(): boolean {
    return this.#items.some((item) => !isSample(item) && item.awaited);
  }

  addSample(sample: TimedSample): void {
    this.#items.push(sample);
    this.#samples++;
  }

  addRequest(request: Request): void {
    this.#items.push(request);
  }

  remove(request: Request): void {
    const index = this.#items.indexOf(request);
    if (index >= 0) this.#items.splice(index, 1);
  }

  /** Drops the oldest samples. @returns how many there were to drop */
  drop(samples: number): number {
    const count = Math.min(samples, this.#samples);
    for (let i = 0; i < count; i++) this.#items.splice(this.#items.findIndex(isSample), 1);
    this.#samples -= count;
    return count;
  }

  /** Whether a request is next. */
  get requestIsNext(): boolean {
    const [first] = this.#items;
    return first !== undefined && !isSample(first);
  }

  /** The time of what is next, if that is a sample, in seconds; else infinite. */
  get firstTime(): number {
    const [first] = this.#items;
    return first !== undefined && isSample(first) ? first.timestamp : Number.POSITIVE_INFINITY;
  }

  /**
   * Takes out what goes into the next frame: a request, or samples up to the next request.
   *
   * @param until time after which no sample is taken, in seconds
   */
  take(maxBatch: number, until = Number.POSITIVE_INFINITY): Frame | undefined {
    const [first] = this.#items;
    if (!first) return undefined;
    if (!isSample(first)) {
      this.#items.shift();
      return { request: first };
    }
    const end = this.#items.findIndex(
      (item, i) => i >= maxBatch || !isSample(item) || item.timestamp > until,
    );
    if (end === 0) return undefined;
    const samples = this.#items.splice(0, end < 0 ? this.#items.length : end);
    this.#samples -= samples.length;
    return { samples: samples as TimedSample[] };
  }

  /** The samples, to be kept beyond the page. */
  allSamples(): TimedSample[] {
    return this.#items.filter(isSample);
  }

  /** Empties it. @returns the requests that waited */
  clear(): Request[] {
    const requests = this.#items.filter((item): item is Request => !isSample(item));
    this.#items = [];
    this.#samples = 0;
    return requests;
  }
}

function isSample(item: TimedSample | Request): item is TimedSample {
  return 'accel_x' in item;
}
