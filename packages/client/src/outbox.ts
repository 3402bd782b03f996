import type { TimedSample } from '@stepstream/protocol/codec';
import { countSamples, type Frame } from './frame.ts';
import { FrameLog, type FrameLogSnapshot } from './frame-log.ts';
import { createProbe, type Request } from './requests.ts';
import { Waiting } from './waiting.ts';

/** What can be told of an outbox; all of it has its default in the client's options. */
export interface OutboxOptions {
  readonly maxQueue: number;
  readonly maxBatch: number;
  readonly maxKept: number;
  readonly replies: 'every_frame' | 'steps';
}

/** What an outbox holds, to be kept beyond the page. */
export interface OutboxSnapshot {
  /** Frames that went out. */
  readonly log: FrameLogSnapshot;
  /** Samples of the session that are done with. */
  readonly samples: number;
  readonly waiting: readonly TimedSample[];
}

/** Samples that are on their way and not answered, at most, but for the last batch. */
const MAX_IN_FLIGHT_SAMPLES = 500;
/**
 * What is on its way spans so many seconds of the sensor's time, at most: the server tells on resuming which steps it
 * brought, and remembers 64, which are more than anybody takes in this time.
 */
const MAX_IN_FLIGHT_SECONDS = 10;
/**
 * Frames that are on their way, at most, where each is answered: after a failure thousands may have to go
 * out again, and the server closes on who does not read its answers.
 */
const MAX_SENT_FRAMES = 1000;
/**
 * Where the server answers steps only, it is asked for an answer after so many samples on their way:
 * else the rest would wait for a step.
 */
const PROBE_SAMPLES = MAX_IN_FLIGHT_SAMPLES / 2;

/**
 * All that was accepted and is not answered yet, or not saved yet, in order: first the frames that went
 * out, then what waits. Knows no time and no socket.
 *
 * The server keeps the order, so an answer speaks for all frames before its own, too. And the session
 * counts the frames that it takes in: when a client comes back, that one number says which of its
 * frames have arrived, and the rest is sent again. Nothing is lost, nothing is taken in twice. A frame that
 * is sent again although its answer was heard is answered again; that answer tells nothing new.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #waiting = new Waiting();
  /** What went out. */
  readonly log: FrameLog;
  /** How many of the flying frames went out over the present link. */
  #sent = 0;
  /** Samples that the session has taken in with the frames that are done with. */
  #samples = 0;
  #inFlight = 0;
  /** Samples that went out after the last request. */
  #sinceRequest = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.log = new FrameLog(options.maxKept);
  }

  /** Samples that wait to be sent. */
  get queued(): number {
    return this.#waiting.samples;
  }

  /** Samples that were sent and never answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** No sample waits or is on its way, and nobody waits for an answer. */
  get done(): boolean {
    if (this.queued + this.#inFlight > 0 || this.log.isBehind) return false;
    const awaited = this.log.flying.some(({ request }) => request?.awaited);
    return !awaited && !this.#waiting.isAwaited;
  }

  /** Samples of the session whose answers were heard. */
  get heard(): number {
    return this.#samples + this.log.samplesBehind;
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
    if (this.#sent >= MAX_SENT_FRAMES && this.#options.replies === 'every_frame') return undefined;
    const frame = this.log.at(this.#sent) ?? this.#takeWaiting();
    if (!frame) return undefined;
    if (this.#sent === this.log.length) {
      this.log.push(frame);
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
   * @returns the frames of samples that are done with by it, at least one if any is on its way;
   *   undefined where all was answered before
   */
  answerSamples(samples: number, rejected = 0): Frame[] | undefined {
    const least = this.log.at(0)?.samples ? 1 : 0;
    const count = Math.max(this.#framesWithin(samples + rejected), least);
    const done = this.#done(count);
    this.#samples = samples;
    return done;
  }

  /**
   * A request was answered.
   *
   * @returns the frames that are done with by it; it is the last of them. Undefined where it was
   *   answered before
   */
  answerRequest(action: Request['action']): Frame[] | undefined {
    return this.#done(this.log.flying.findIndex(({ request }) => request?.action === action) + 1);
  }

  /**
   * A frame was refused.
   *
   * @param samples that the session has taken in by now; without it, it was the oldest frame
   * @returns the frames that are done with by it; the refused one is the last of them. Undefined where
   *   it was refused before
   */
  refuse(samples = this.#samples): Frame[] | undefined {
    const within = this.#framesWithin(samples);
    const refused = this.log.at(within);
    const done = this.#done(within + 1);
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
    const taken = Math.max(samples - this.heard, 0);
    this.#sent = this.#sinceRequest = 0;
    const ahead = frames - this.log.done;
    const isBeyond = ahead > this.log.length;
    const lost = (ahead > 0 && this.#done(ahead)) || [];
    // Of a snapshot that is not the newest, some of what waited has gone out meanwhile.
    if (isBeyond) this.#waiting.drop(Math.max(samples - this.#samples, 0));
    this.log.goTo(frames);
    this.#samples = samples;
    return { lost, taken };
  }

  /**
   * A new session has begun: all that was not answered goes to it.
   *
   * @param first a request that must come before all else, if any
   * @param again whether what was answered goes to it, too, as far as nothing of it is gone
   */
  restart(first?: Request, again = false): void {
    this.#sent = this.#samples = this.#sinceRequest = 0;
    this.log.restart(again && this.log.isWhole, first && { request: first });
  }

  /** Gives everything up; returns the requests whose answers are waited for. */
  clear(): Request[] {
    const flying = this.log.clear().flatMap(({ request }) => request ?? []);
    this.#inFlight = this.#sent = 0;
    return [...flying, ...this.#waiting.clear()];
  }

  /** What it holds. Requests that wait are left out: nobody will be there to hear their answers. */
  snapshot(): OutboxSnapshot {
    return {
      log: this.log.snapshot(),
      samples: this.#samples,
      waiting: this.#waiting.allSamples(),
    };
  }

  /** Goes on from a snapshot; before anything else. */
  restore({ log, samples, waiting }: OutboxSnapshot): void {
    this.log.restore(log);
    this.#samples = samples;
    for (const sample of waiting) this.#waiting.addSample(sample);
    this.#inFlight = countSamples(this.log.flying) - this.log.samplesBehind;
  }

  /** How many of the oldest frames are samples that lie within the first `samples` of the session. */
  #framesWithin(samples: number): number {
    let count = 0;
    let sum = this.#samples;
    while (count < this.#sent) {
      sum += this.log.at(count)?.samples?.length ?? Number.POSITIVE_INFINITY;
      if (sum > samples) break;
      count++;
    }
    return count;
  }

  /** The oldest frames are done with. @returns those that were not before; undefined where all were */
  #done(count: number): Frame[] | undefined {
    this.#samples += countSamples(this.log.first(count));
    const wasBehind = this.log.isBehind;
    const fresh = this.log.answer(count);
    this.#sent = Math.max(this.#sent - count, 0);
    this.#inFlight -= countSamples(fresh);
    return wasBehind && fresh.length === 0 ? undefined : fresh;
  }

  #takeWaiting(): Frame | undefined {
    if (this.#waiting.requestIsNext) return this.#waiting.take(1);
    const lean = this.#options.replies === 'steps';
    const unasked = Math.min(this.#sinceRequest, this.#inFlight);
    if (lean && unasked >= PROBE_SAMPLES && this.queued > 0) return { request: createProbe() };
    if (this.#inFlight >= MAX_IN_FLIGHT_SAMPLES) return undefined;
    const since = Math.min(this.#oldestInFlight, this.#waiting.firstTime);
    const until = since + MAX_IN_FLIGHT_SECONDS;
    const frame = this.#waiting.take(this.#options.maxBatch, until);
    // What comes next has to wait for an answer, so one is asked for.
    if (!frame && lean && unasked > 0 && this.queued > 0) return { request: createProbe() };
    return frame;
  }

  /** The time of the first sample on its way, in seconds; infinite where none is. */
  get #oldestInFlight(): number {
    const frame = this.log.flying.find(({ samples }) => samples);
    return frame?.samples?.[0]?.timestamp ?? Number.POSITIVE_INFINITY;
  }
}
