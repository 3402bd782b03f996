import type { Sample, ServerMessage, SessionStarted, Settings } from '@stepstream/protocol';
import { StepstreamError } from './errors.ts';
import type { ClientEvents, Emitter } from './events.ts';
import type { ResolvedOptions } from './options.ts';
import { type Frame, Outbox, type Request } from './outbox.ts';
import { ask, closedError, createRequest } from './requests.ts';
import { encodeBinary, encodeJson, takeSample } from './samples.ts';
import type { Counters } from './stats.ts';
import { StepCount } from './step-count.ts';

/** What of the settings an app may change. */
export type ClientSettings = Partial<Omit<Settings, 'replies'>>;

/** Drops are reported no more often than this, in milliseconds. */
const REPORT_INTERVAL = 1000;

/** Brings samples and requests to the server, and makes events of its answers. */
export class Delivery {
  readonly #options: ResolvedOptions;
  readonly #events: Emitter<ClientEvents>;
  readonly #outbox: Outbox;
  readonly #count: StepCount;
  /** Confirmed by the server; a new session is told them first. */
  #settings: ClientSettings = {};
  /** Asked for; samples that come next are judged by them. */
  #wanted: ClientSettings = {};
  #accepted = 0;
  #delivered = 0;
  #refused = 0;
  #dropped = 0;
  #unreported = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** Whether the app's samples carry their own times: all do, or none. */
  #timed: boolean | undefined;

  constructor(options: ResolvedOptions, events: Emitter<ClientEvents>) {
    this.#options = options;
    this.#events = events;
    this.#outbox = new Outbox(options);
    this.#count = new StepCount((step) => events.emit('step', step));
  }

  get counters(): Counters {
    return {
      accepted: this.#accepted,
      delivered: this.#delivered,
      refused: this.#refused,
      dropped: this.#dropped,
      queued: this.#outbox.queued,
      inFlight: this.#outbox.inFlight,
    };
  }

  get totalSteps(): number {
    return this.#count.total;
  }

  /** Samples of the session of whose answers we know. */
  get answered(): number {
    return this.#count.answered;
  }

  /** Everything that was accepted has been answered. */
  get done(): boolean {
    return this.#outbox.empty;
  }

  /** More waits than fits into a batch. */
  get batchIsFull(): boolean {
    return this.#outbox.queued >= this.#options.maxBatch;
  }

  /** @throws {StepstreamError} `invalid_sample` */
  accept(sample: Sample): void {
    const now = this.#options.clock.now() / 1000;
    const taken = takeSample(sample, this.#wanted, now);
    const timed = sample.timestamp !== undefined;
    this.#timed ??= timed;
    if (timed !== this.#timed) {
      throw new StepstreamError('invalid_sample', 'All samples need a timestamp, or none');
    }
    this.#accepted++;
    this.#drop(this.#outbox.addSample(taken));
  }

  async configure(changes: ClientSettings, signal?: AbortSignal): Promise<object> {
    if ('replies' in changes) {
      throw new StepstreamError(
        'invalid_value',
        'The client needs every answer: leave replies out',
      );
    }
    this.#wanted = { ...this.#wanted, ...changes };
    return ask(this.#outbox, 'configure', changes, signal);
  }

  ask(action: 'reset' | 'stats', signal?: AbortSignal): Promise<object> {
    return ask(this.#outbox, action, {}, signal);
  }

  /** Asks something whose answer does not matter, if only there is one. */
  probe(): void {
    this.#outbox.addRequest(createRequest('stats'));
  }

  /** Says that nothing comes after. */
  stop(onAnswer: () => void): void {
    this.#outbox.addRequest(createRequest('stop', {}, onAnswer));
  }

  /** The next frame for the present link, if one is to go out now. */
  next(): string | Uint8Array<ArrayBuffer> | undefined {
    const frame = this.#outbox.next();
    if (!frame) return undefined;
    if (frame.request) return JSON.stringify(frame.request.message);
    return this.#options.binary ? encodeBinary(frame.samples) : encodeJson(frame.samples);
  }

  /** A session begins, or goes on. */
  greeted(greeting: SessionStarted): void {
    if (greeting.resumed) this.#resume(greeting);
    else this.#restart();
  }

  /** The oldest frame that is on its way has been answered. */
  take(message: ServerMessage): void {
    const frame = this.#outbox.answer();
    if (frame?.request) this.#answerRequest(frame.request, message);
    else if (frame) this.#answerSamples(frame, message);
  }

  /** Gives up whatever has not been answered. */
  giveUp(): void {
    this.#drop(this.#outbox.queued + this.#outbox.inFlight);
    for (const request of this.#outbox.clear()) request.reject(closedError());
    this.reportDrops(true);
  }

  /** Samples are dropped one by one, and reported together: once a second, unless `now`. */
  reportDrops(now = false): void {
    const samples = this.#unreported;
    const time = this.#options.clock.now();
    if (samples === 0 || (!now && time - this.#reportedAt < REPORT_INTERVAL)) return;
    this.#unreported = 0;
    this.#reportedAt = time;
    this.report(
      new StepstreamError('samples_dropped', `${samples} samples could not be delivered`, samples),
    );
  }

  /** Tells an error to those who listen, and else the console. */
  report(error: StepstreamError): void {
    if (!this.#events.emit('error', error)) console.error(error);
  }

  #drop(samples: number): void {
    this.#dropped += samples;
    this.#unreported += samples;
  }

  #resume(greeting: SessionStarted): void {
    for (const { samples, request } of this.#outbox.resume(greeting.total_requests ?? 0)) {
      if (samples) this.#delivered += samples.length;
      // Its answer would be out of date.
      else if (request.action === 'stats') this.#outbox.addRequest(request);
      else this.#settle(request, greeting.settings ?? {});
    }
    this.#count.resume(greeting);
    this.#events.emit('update', { totalSteps: this.#count.total, pendingSteps: 0 });
  }

  #restart(): void {
    this.#count.restart();
    const known = Object.keys(this.#settings).length > 0;
    this.#outbox.restart(known ? createRequest('configure', this.#settings) : undefined);
  }

  #answerSamples({ samples = [] }: Frame, message: ServerMessage): void {
    if (message.type === 'step_detection') {
      this.#delivered += samples.length;
      this.#count.add(message);
      this.#events.emit('update', {
        totalSteps: this.#count.total,
        pendingSteps: message.pending_steps,
        detection: message,
      });
    } else if (message.type === 'error') {
      this.#refused += samples.length;
      const text = `The server refused ${samples.length} samples: ${message.error} (${message.code})`;
      this.report(new StepstreamError('samples_refused', text, samples.length));
    }
  }

  #answerRequest(request: Request, message: ServerMessage): void {
    if (message.type !== 'error') this.#settle(request, message);
    else request.reject(new StepstreamError(message.code, message.error));
  }

  #settle(request: Request, answer: object): void {
    if (request.action === 'configure') {
      const { action: _, ...changes } = request.message as ClientSettings & { action: string };
      this.#settings = { ...this.#settings, ...changes };
    } else if (request.action === 'reset') {
      this.#count.reset();
      this.#events.emit('update', { totalSteps: 0, pendingSteps: 0 });
    }
    request.resolve(answer);
  }
}
