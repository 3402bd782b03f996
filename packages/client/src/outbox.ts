import type { TimedSample } from './samples.ts';

/** Something that a client asks of the server, and who waits for the answer. */
export interface Request {
  readonly action: 'reset' | 'stats' | 'configure' | 'stop';
  readonly message: object;
  /** Told the answer; `message` has `code` where the server refused. */
  resolve(answer: object): void;
  reject(error: Error): void;
}

/** What goes out in one frame, and is answered once. */
export type Frame =
  | { readonly samples: readonly TimedSample[]; readonly request?: undefined }
  | { readonly samples?: undefined; readonly request: Request };

/**
 * Samples that are on their way and not answered, at most: the server tells on resuming which steps
 * these brought, and remembers 128.
 */
const MAX_IN_FLIGHT_SAMPLES = 500;

/**
 * All that was accepted and is not answered yet, in order: first the frames that went out, then
 * what waits. Knows no time and no socket.
 *
 * The session counts the frames that it takes in. So when a client comes back, that one number says
 * which of the unanswered frames have arrived, and the rest is sent again: nothing is lost, nothing
 * is taken in twice.
 */
export class Outbox {
  readonly #maxQueue: number;
  readonly #maxBatch: number;
  #waiting: (TimedSample | Request)[] = [];
  #flying: Frame[] = [];
  /** How many of the flying frames went out over the present link. */
  #sent = 0;
  /** Frames of this session that are done with. */
  #answered = 0;
  #queued = 0;
  #inFlight = 0;

  constructor({ maxQueue, maxBatch }: { readonly maxQueue: number; readonly maxBatch: number }) {
    this.#maxQueue = maxQueue;
    this.#maxBatch = maxBatch;
  }

  /** Samples that wait to be sent. */
  get queued(): number {
    return this.#queued;
  }

  /** Samples that were sent and not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Nothing waits, nothing is on its way. */
  get empty(): boolean {
    return this.#waiting.length === 0 && this.#flying.length === 0;
  }

  /** @returns how many samples had to be dropped for it: the oldest that wait */
  addSample(sample: TimedSample): number {
    this.#waiting.push(sample);
    this.#queued++;
    if (this.#queued <= this.#maxQueue) return 0;
    this.#waiting.splice(this.#waiting.findIndex(isSample), 1);
    this.#queued--;
    return 1;
  }

  addRequest(request: Request): void {
    this.#waiting.push(request);
  }

  /** Forgets a request that still waits; one that has gone out is answered all the same. */
  withdraw(request: Request): void {
    const index = this.#waiting.indexOf(request);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** The next frame to send over this link; none when there is none, or enough are on their way. */
  next(): Frame | undefined {
    const again = this.#flying[this.#sent];
    if (again) {
      this.#sent++;
      return again;
    }
    const frame = this.#inFlight < MAX_IN_FLIGHT_SAMPLES ? this.#takeWaiting() : undefined;
    if (!frame) return undefined;
    this.#flying.push(frame);
    this.#sent++;
    this.#inFlight += frame.samples?.length ?? 0;
    return frame;
  }

  /** An answer has come: to the oldest frame, as the server keeps the order. */
  answer(): Frame | undefined {
    const frame = this.#flying.shift();
    if (!frame) return undefined;
    this.#sent--;
    this.#answered++;
    this.#inFlight -= frame.samples?.length ?? 0;
    return frame;
  }

  /**
   * The session goes on over a new link.
   *
   * @param taken frames that the session has taken in
   * @returns those of them whose answers were lost; all others go out again
   */
  resume(taken: number): Frame[] {
    this.#sent = 0;
    const lost = this.#flying.splice(0, Math.max(taken - this.#answered, 0));
    for (const frame of lost) this.#inFlight -= frame.samples?.length ?? 0;
    this.#answered = taken;
    return lost;
  }

  /**
   * A new session has begun: all that was not answered goes to it.
   *
   * @param first a request that must come before all else, if any
   */
  restart(first?: Request): void {
    this.#sent = 0;
    this.#answered = 0;
    if (first) this.#flying.unshift({ request: first });
  }

  /** Gives everything up; returns the requests whose answers are waited for. */
  clear(): Request[] {
    const requests = [
      ...this.#flying.flatMap(({ request }) => request ?? []),
      ...this.#waiting.filter((item): item is Request => !isSample(item)),
    ];
    this.#waiting = [];
    this.#flying = [];
    this.#queued = this.#inFlight = this.#sent = 0;
    return requests;
  }

  #takeWaiting(): Frame | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    if (!isSample(first)) {
      this.#waiting.shift();
      return { request: first };
    }
    let count = 1;
    while (count < this.#maxBatch) {
      const item = this.#waiting[count];
      if (!item || !isSample(item)) break;
      count++;
    }
    this.#queued -= count;
    return { samples: this.#waiting.splice(0, count) as TimedSample[] };
  }
}

function isSample(item: TimedSample | Request): item is TimedSample {
  return 'accel_x' in item;
}
