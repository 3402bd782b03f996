import type { TimedSample } from '@stepstream/protocol/codec';
import { countSamples, type Frame, restoreFrame, type SavedFrame, saveFrame } from './frame.ts';
import { createProbe, type Request } from './requests.ts';
import { Waiting } from './waiting.ts';

/** What can be told of an outbox; all of it has its default in the client's options. */
export interface OutboxOptions {
  readonly maxQueue: number;
  readonly maxBatch: number;
  readonly replies: 'every_frame' | 'steps';
}

/** What an outbox holds, to be kept beyond the page. */
export interface OutboxSnapshot {
  /** Frames, and samples, of the session that are done with. */
  readonly frames: number;
  readonly samples: number;
  /** Frames that went out. */
  readonly flying: readonly SavedFrame[];
  readonly waiting: readonly TimedSample[];
}

/**
 * Samples that are on their way and not answered, at most: the server tells on resuming which steps
 * these brought, and remembers 64.
 */
const MAX_IN_FLIGHT_SAMPLES = 500;
/**
 * Where the server answers steps only, it is asked for an answer after so many samples on their way:
 * else the rest would wait for a step.
 */
const PROBE_SAMPLES = MAX_IN_FLIGHT_SAMPLES / 2;

/**
 * All that was accepted and is not answered yet, in order: first the frames that went out, then
 * what waits. Knows no time and no socket.
 *
 * The server keeps the order, so an answer speaks for all frames before its own, too. And the session
 * counts the frames that it takes in: when a client comes back, that one number says which of its
 * frames have arrived, and the rest is sent again. Nothing is lost, nothing is taken in twice.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting = new Waiting();
  #flying: Frame[] = [];
  /** How many of the flying frames went out over the present link. */
  #sent = 0;
  /** Frames of this session that are done with, and the samples that it has taken in with them. */
  #frames = 0;
  #samples = 0;
  #inFlight = 0;
  /** Samples that went out after the last request. */
  #sinceRequest = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Samples that wait to be sent. */
  get queued(): number {
    return this.#waiting.samples;
  }

  /** Samples that were sent and not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Nothing waits, nothing is on its way. */
  get empty(): boolean {
    return this.#waiting.length === 0 && this.#flying.length === 0;
  }

  /** No sample waits or is on its way, and nobody waits for an answer. */
  get done(): boolean {
    if (this.queued + this.#inFlight > 0) return false;
    const awaited = this.#flying.some(({ request }) => request?.awaited);
    return !awaited && !this.#waiting.isAwaited;
  }

  /** Nothing that went out over the present link is unanswered. */
  get quiet(): boolean {
    return this.#sent === 0;
  }

  /** @returns how many samples had to be dropped for it: the oldest that wait */
  addSample(sample: TimedSample): number {
    this.#waiting.addSample(sample);
    return this.#waiting.drop(Math.max(this.queued - this.#options.maxQueue, 0));
  }

  addRequest(request: Request): void {
    this.#waiting.addRequest(request);
  }

  /** Forgets a request that still waits; one that has gone out is answered all the same. */
  withdraw(request: Request): void {
    this.#waiting.remove(request);
  }

  /** The next frame to send over this link; none when there is none, or enough are on their way. */
  next(): Frame | undefined {
    const frame = this.#flying[this.#sent] ?? this.#takeWaiting();
    if (!frame) return undefined;
    if (this.#sent === this.#flying.length) {
      this.#flying.push(frame);
      this.#inFlight += frame.samples?.length ?? 0;
    }
    this.#sent++;
    this.#sinceRequest = frame.samples ? this.#sinceRequest + frame.samples.length : 0;
    return frame;
  }

  /**
   * Samples were answered.
   *
   * @param samples that the session has taken in by now
   * @param rejected samples of the answered frame that it has not taken in
   * @returns the frames of samples that are done with by it, at least one if any is on its way
   */
  answerSamples(samples: number, rejected = 0): Frame[] {
    const least = this.#flying[0]?.samples ? 1 : 0;
    const count = Math.max(this.#framesWithin(samples + rejected), least);
    const done = this.#done(count);
    this.#samples = samples;
    return done;
  }

  /** A request was answered. @returns the frames that are done with by it; it is the last of them */
  answerRequest(action: Request['action']): Frame[] {
    return this.#done(this.#flying.findIndex(({ request }) => request?.action === action) + 1);
  }

  /**
   * A frame was refused.
   *
   * @param samples that the session has taken in by now; without it, it was the oldest frame
   * @returns the frames that are done with by it; the refused one is the last of them
   */
  refuse(samples = this.#samples): Frame[] {
    const done = this.#done(this.#framesWithin(samples) + 1);
    const refused = done.at(-1);
    this.#samples -= refused?.samples?.length ?? 0;
    return done;
  }

  /**
   * The session goes on over a new link.
   *
   * @param frames that the session has taken in
   * @param samples that it has taken in
   * @returns the frames whose answers were lost, and how many samples the session has taken in with
   *   them; all others go out again
   */
  resume(frames: number, samples: number): { readonly lost: Frame[]; readonly taken: number } {
    const taken = Math.max(samples - this.#samples, 0);
    this.#sent = this.#sinceRequest = 0;
    const behind = frames - this.#frames;
    const lost = this.#flying.slice(0, Math.max(behind, 0));
    this.#done(lost.length);
    // Of a snapshot that is not the newest, some of what waited has gone out meanwhile.
    if (behind > lost.length && this.#flying.length === 0) {
      this.#waiting.drop(Math.max(samples - this.#samples, 0));
    }
    this.#frames = frames;
    this.#samples = samples;
    return { lost, taken };
  }

  /**
   * A new session has begun: all that was not answered goes to it.
   *
   * @param first a request that must come before all else, if any
   */
  restart(first?: Request): void {
    this.#sent = this.#frames = this.#samples = this.#sinceRequest = 0;
    if (first) this.#flying.unshift({ request: first });
  }

  /** Gives everything up; returns the requests whose answers are waited for. */
  clear(): Request[] {
    const flying = this.#flying.flatMap(({ request }) => request ?? []);
    this.#flying = [];
    this.#inFlight = this.#sent = 0;
    return [...flying, ...this.#waiting.clear()];
  }

  /** What it holds. Requests that wait are left out: nobody will be there to hear their answers. */
  snapshot(): OutboxSnapshot {
    return {
      frames: this.#frames,
      samples: this.#samples,
      flying: this.#flying.map(saveFrame),
      waiting: this.#waiting.allSamples(),
    };
  }

  /** Goes on from a snapshot; before anything else. */
  restore({ frames, samples, flying, waiting }: OutboxSnapshot): void {
    this.#frames = frames;
    this.#samples = samples;
    this.#flying = flying.map(restoreFrame);
    for (const sample of waiting) this.#waiting.addSample(sample);
    this.#inFlight = countSamples(this.#flying);
  }

  /** How many of the oldest frames are samples that lie within the first `samples` of the session. */
  #framesWithin(samples: number): number {
    let count = 0;
    let sum = this.#samples;
    while (count < this.#sent) {
      sum += this.#flying[count]?.samples?.length ?? Number.POSITIVE_INFINITY;
      if (sum > samples) break;
      count++;
    }
    return count;
  }

  /** The oldest frames are done with. */
  #done(count: number): Frame[] {
    const done = this.#flying.splice(0, count);
    const samples = countSamples(done);
    this.#sent = Math.max(this.#sent - count, 0);
    this.#frames += done.length;
    this.#samples += samples;
    this.#inFlight -= samples;
    return done;
  }

  #takeWaiting(): Frame | undefined {
    if (this.#waiting.requestIsNext) return this.#waiting.take(1);
    const lean = this.#options.replies === 'steps';
    const unasked = Math.min(this.#sinceRequest, this.#inFlight);
    if (lean && unasked >= PROBE_SAMPLES && this.queued > 0) return { request: createProbe() };
    if (this.#inFlight >= MAX_IN_FLIGHT_SAMPLES) return undefined;
    return this.#waiting.take(this.#options.maxBatch);
  }
}
