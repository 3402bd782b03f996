import type { Sample, ServerMessage, SessionStarted, Settings } from '@stepstream/protocol';
import type { TimedSample } from '@stepstream/protocol/codec';
import { type StreamAddress, streamAddress } from './address.ts';
import { closedError, StepstreamError, samplesRefused } from './errors.ts';
import type { ClientEvents, Emitter } from './events.ts';
import { countSamples, type Frame, writeFrame } from './frame.ts';
import { Ledger } from './ledger.ts';
import type { ClientSettings, ResolvedOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import {
  ask,
  createProbe,
  createRequest,
  createSetUp,
  type Request,
  requestedSettings,
  settingsIn,
} from './requests.ts';
import { Retention } from './retention.ts';
import { Intake } from './samples.ts';
import type { SavedState, Ticket } from './saved-state.ts';
import type { Counters } from './stats.ts';
import { StepCount } from './step-count.ts';

type Message<Type extends ServerMessage['type']> = Extract<ServerMessage, { readonly type: Type }>;

/** Brings samples and requests to the server, and makes events of its answers. */
export class Delivery {
  readonly #options: ResolvedOptions;
  readonly #events: Emitter<ClientEvents>;
  readonly outbox: Outbox;
  readonly #count: StepCount;
  readonly #ledger: Ledger;
  readonly #retention: Retention;
  /** In force, or to be; a new session is told them first. */
  #settings: ClientSettings;
  /** Asked for; samples that come next are judged by them. */
  #wanted: ClientSettings;
  readonly #intake: Intake;
  #pendingSteps = 0;

  /** @param saved what an earlier page has left */
  constructor(options: ResolvedOptions, events: Emitter<ClientEvents>, saved?: SavedState) {
    this.#options = options;
    this.#events = events;
    this.#settings = this.#wanted = options.settings ?? {};
    this.#intake = new Intake(options.clock);
    this.outbox = new Outbox(options);
    this.#count = new StepCount((step) => events.emit('step', step));
    this.#ledger = new Ledger(options.clock, (error) => this.report(error));
    this.#retention = new Retention(options, this.outbox.log, (error) => this.report(error));
    if (!saved) return;
    this.outbox.restore(saved.outbox);
    this.#count.restore(saved.count);
    this.#ledger.accepted = this.left;
  }

  get counters(): Counters {
    const { accepted, delivered, refused, dropped } = this.#ledger;
    const { queued, inFlight } = this.outbox;
    return { accepted, delivered, refused, dropped, queued, inFlight };
  }

  get totalSteps(): number {
    return this.#count.total;
  }

  /** Where to go on, with what resumes the session if there is one. */
  address(url: string, ticket: Ticket): StreamAddress {
    return streamAddress(url, { ...this.#options, ticket, answered: this.#count.answered });
  }

  /** Samples that wait or are on their way. */
  get left(): number {
    return this.outbox.queued + this.outbox.inFlight;
  }

  /** More waits than fits into a batch. */
  get batchIsFull(): boolean {
    return this.outbox.queued >= this.#options.maxBatch;
  }

  /** What the next page needs to go on. */
  snapshot(): Omit<SavedState, keyof Ticket> {
    return { outbox: this.outbox.snapshot(), count: this.#count.snapshot() };
  }

  /** @throws {StepstreamError} `invalid_sample` */
  accept(sample: Sample): void {
    const taken = this.#intake.take(sample, this.#wanted);
    this.#ledger.accepted++;
    this.#ledger.drop(this.outbox.addSample(taken));
  }

  async configure(changes: ClientSettings, signal?: AbortSignal): Promise<Settings> {
    if ('replies' in changes) {
      throw new StepstreamError('invalid_value', 'replies is an option of connect');
    }
    this.#wanted = { ...this.#wanted, ...changes };
    return settingsIn(await ask(this.outbox, 'configure', changes, signal));
  }

  ask(action: 'reset' | 'stats', signal?: AbortSignal): Promise<object> {
    return ask(this.outbox, action, {}, signal);
  }

  /** Asks something whose answer does not matter: it tells that all before it has arrived. */
  probe(): void {
    this.outbox.addRequest(createProbe());
  }

  /** Says that nothing comes after. */
  stop(onAnswer: () => void): void {
    this.outbox.addRequest(createRequest('stop', {}, onAnswer));
  }

  /** The next frame for the present link, if one is to go out now. */
  next(): string | Uint8Array<ArrayBuffer> | undefined {
    const frame = this.outbox.next();
    return frame && writeFrame(frame, this.#options.binary);
  }

  /** A session begins, or goes on. */
  greeted(greeting: SessionStarted): void {
    if (greeting.resumed) this.#resume(greeting);
    else this.#restart(this.#retention.isLost(greeting));
    this.#retention.begin(greeting);
  }

  /** A frame that is on its way has been answered, and with it all before it; or frames were saved. */
  take(message: ServerMessage): void {
    if (message.type === 'step_detection') this.#detected(message);
    else if (message.type === 'error') this.#refused(message);
    else if (message.type === 'checkpoint') this.#retention.saved(message);
    else this.#answered(message);
    this.#retention.heard();
  }

  /** Gives up whatever has not been answered. */
  giveUp(): void {
    this.#ledger.drop(this.left);
    for (const request of this.outbox.clear()) request.reject(closedError());
    this.#ledger.reportDrops(true);
  }

  reportDrops(now: boolean): void {
    this.#ledger.reportDrops(now);
  }

  /** Tells an error to those who listen, and else the console. */
  report(error: StepstreamError): void {
    if (!this.#events.emit('error', error)) console.error(error);
  }

  #resume(greeting: SessionStarted): void {
    const { total_requests = 0, total_predictions = 0, settings = {} } = greeting;
    const before = this.left;
    const { lost, taken } = this.outbox.resume(total_requests, total_predictions);
    this.#ledger.settle(before - this.left, taken);
    let stop: Request | undefined;
    for (const { request } of lost) {
      // Its answer would be out of date.
      if (request?.action === 'stats') this.outbox.addRequest(request);
      else if (request?.action === 'stop') stop = request;
      else if (request) this.#settle(request, settings);
    }
    if (this.outbox.log.isBehind) this.#count.goBack(this.outbox.heard);
    else this.#count.resume(greeting);
    this.#pendingSteps = 0;
    this.#update(lost);
    if (stop) this.#settle(stop, {});
  }

  /** @param again whether what was answered goes to the new session, too */
  #restart(again: boolean): void {
    const { replies } = this.#options;
    const first = createSetUp({ ...this.#settings, replies }, (error) => {
      if (error.code === 'closed') return;
      this.#settings = {};
      this.report(error);
    });
    this.outbox.restart(first, again);
    this.#count.goBack(this.outbox.heard);
  }

  #detected(message: Message<'step_detection'>): void {
    const { rejected = [] } = message;
    const frames = this.outbox.answerSamples(message.total_predictions, rejected.length);
    if (!frames) return;
    this.#ledger.delivered += countSamples(frames) - rejected.length;
    this.#refuse(rejected.length, rejected[0]?.code ?? '', message);
    this.#count.add(message);
    this.#pendingSteps = message.pending_steps;
    this.#update(frames, message);
  }

  #refused(message: Message<'error'>): void {
    const frames = this.outbox.refuse(message.total_predictions);
    if (!frames) return;
    const { samples, request } = frames.pop() ?? {};
    this.#takenInSilence(frames);
    const { error, code } = message;
    if (request) request.reject(new StepstreamError(code, error, { cause: message }));
    if (samples) this.#refuse(samples.length, `${error} (${code})`, message);
  }

  #refuse(samples: number, why: string, cause: ServerMessage): void {
    if (samples === 0) return;
    this.#ledger.refused += samples;
    this.report(samplesRefused(samples, why, cause));
  }

  #answered(message: ServerMessage): void {
    const action = message.type.replace('_response', '') as Request['action'];
    const frames = this.outbox.answerRequest(action);
    const request = frames?.pop()?.request;
    if (frames) this.#takenInSilence(frames);
    if (request) this.#settle(request, message);
  }

  /** A later frame was answered, so these have arrived; they brought no step. */
  #takenInSilence(frames: readonly Frame[]): void {
    this.#ledger.delivered += countSamples(frames);
    if (frames.length > 0) this.#update(frames);
  }

  #settle(request: Request, answer: object): void {
    if (request.action === 'configure') {
      this.#settings = { ...this.#settings, ...requestedSettings(request) };
    } else if (request.action === 'reset' || request.action === 'stop') {
      if (request.action === 'reset') this.#count.reset();
      else this.#count.finish(answer);
      this.#pendingSteps = 0;
      this.#update([]);
    }
    request.resolve(answer);
  }

  #update(frames: readonly Frame[], detection?: Message<'step_detection'>): void {
    const samples = frames.flatMap((frame): readonly TimedSample[] => frame.samples ?? []);
    this.#events.emit('update', {
      totalSteps: this.totalSteps,
      pendingSteps: this.#pendingSteps,
      samples,
      ...(detection && { detection }),
    });
  }
}
