import type { Sample, ServerMessage, SessionStarted, Settings } from '@stepstream/protocol';
import { retryPolicy } from '@stepstream/protocol';
import { BatchTimer } from './batch-timer.ts';
import { Connector } from './connector.ts';
import { type Deferred, deferred } from './deferred.ts';
import { Delivery } from './delivery.ts';
import { Drain } from './drain.ts';
import { closedByServer, closedError } from './errors.ts';
import { type ClientEvents, type ClientState, Emitter, type StateEvent } from './events.ts';
import { isAnswer } from './link.ts';
import type { ClientSettings, RequestOptions, ResolvedOptions } from './options.ts';
import { StateStore, type Ticket } from './saved-state.ts';
import type { Counters, SessionInfo, Stats, StopSummary } from './stats.ts';
import { readStats, sessionInfo } from './stats.ts';

/**
 * One stream of samples to a server, over as many connections as it takes. Made by `connect`.
 *
 * What `send` accepts is kept until the server has answered it, and saved it where it can. When the link
 * is lost, the client connects anew, resumes its session, and sends again what the server does not have.
 */
export class StepstreamClient {
  readonly #options: ResolvedOptions;
  readonly #events = new Emitter<ClientEvents>();
  readonly #store: StateStore;
  readonly #delivery: Delivery;
  readonly #connector: Connector;
  readonly #batch: BatchTimer;
  readonly #drain = new Drain();
  /** What resumes the session; an earlier page may have left it. */
  #ticket: Ticket;
  /** Whether there was a session before. */
  #returning: boolean;
  #session: SessionStarted | undefined;
  #stopped: Deferred<StopSummary> | undefined;
  #stopSent = false;

  /** @throws what the WebSocket throws for an address that is none */
  constructor(url: string, options: ResolvedOptions) {
    const { signal, user } = options;
    this.#options = options;
    this.#batch = new BatchTimer(options, () => this.#flush());
    this.#store = new StateStore(`${url} ${user ?? ''}`, options, {
      state: () => ({ ...this.#delivery.snapshot(), ...this.#ticket }),
      onLeave: () => this.#connector.suspend(),
      onReturn: () => this.#connector.wake(),
    });
    const saved = this.#store.load();
    this.#ticket = { token: saved?.token, byMessage: saved?.byMessage };
    this.#returning = saved !== undefined;
    this.#delivery = new Delivery(options, this.#events, saved);
    this.#connector = new Connector(options, {
      address: () => this.#delivery.address(url, this.#ticket),
      need: () => this.#need,
      onMessage: (message) => this.#receive(message),
      onSilence: () => this.#probe(),
      onState: (event) => this.#stateChanged(event),
      onError: (error) => this.#delivery.report(error),
    });
    if (signal?.aborted) this.#connector.close(1000, 'aborted');
    else this.#connector.connect();
    this.#closeOn(signal);
    this.#store.follow();
  }

  /** Whether it is connected. */
  get state(): ClientState {
    return this.#connector.state;
  }

  /** Steps so far, over all connections, since the beginning or the last reset. */
  get totalSteps(): number {
    return this.#delivery.totalSteps;
  }

  /** What became of the samples. */
  get counters(): Counters {
    return this.#delivery.counters;
  }

  /** The present session; none before the server has greeted for the first time. */
  get session(): SessionInfo | undefined {
    return this.#session && sessionInfo(this.#session);
  }

  /**
   * Calls `listener` with each event of a type, until the returned function is called or `signal` is aborted. Errors
   * that nobody listens to are written to the console.
   */
  on<Type extends keyof ClientEvents>(
    type: Type,
    listener: (event: ClientEvents[Type]) => void,
    { signal }: RequestOptions = {},
  ): () => void {
    return this.#events.on(type, listener, signal);
  }

  /**
   * Accepts a sample: m/s² with gravity, and rad/s, unless `settings` say otherwise. It goes with the
   * next batch; while offline it waits. Without a `timestamp` it gets the time of this call.
   *
   * @throws {StepstreamError} `invalid_sample` for one that no server takes; `closed`
   */
  send(sample: Sample): void {
    this.#expectOpen();
    this.#delivery.accept(sample);
    if (this.#delivery.batchIsFull) this.#flush();
    else this.#batch.start();
    this.#connector.connect();
  }

  /**
   * Waits until at most `limit` of the accepted samples are without an answer: for senders that are
   * faster than the network, as with a recording.
   *
   * @throws {StepstreamError} `closed`
   */
  async drained(limit = 0, { signal }: RequestOptions = {}): Promise<void> {
    if (this.#delivery.left <= limit) return;
    if (this.state === 'closed') throw closedError();
    if (this.#options.replies === 'steps') this.#delivery.probe();
    const drained = this.#drain.wait(limit, signal);
    this.#flush();
    await drained;
  }

  /** Counts from zero. Resolves when the server does; samples sent before count no longer. */
  async reset({ signal }: RequestOptions = {}): Promise<void> {
    await this.#ask(() => this.#delivery.ask('reset', signal));
  }

  /** Changes settings, from the next sample on. Resolves with all that are in force. */
  configure(changes: ClientSettings, { signal }: RequestOptions = {}): Promise<Settings> {
    return this.#ask(() => this.#delivery.configure(changes, signal));
  }

  /** Asks for the statistics of the session and of the server. */
  async stats({ signal }: RequestOptions = {}): Promise<Stats> {
    const answer = await this.#ask(() => this.#delivery.ask('stats', signal));
    return readStats(answer, this.counters);
  }

  /**
   * Sends what waits, hears all answers, ends the session and closes. Where the link is lost, it is made anew for that.
   * Aborting `signal` closes at once; what the server has not answered is dropped then, and reported.
   */
  stop({ signal }: RequestOptions = {}): Promise<StopSummary> {
    if (!this.#stopped) {
      this.#stopped = deferred(() => ({ ...this.counters, totalSteps: this.totalSteps }));
      if (this.state === 'closed') this.#stopped.resolve();
      else if (signal?.aborted) this.#connector.close(1000, 'aborted');
      else if (this.#need === 'done' && this.state !== 'open')
        this.#connector.close(1000, 'stopped');
      else if (this.#delivery.outbox.done) this.#flush();
      else this.#probe();
      this.#connector.connect();
    }
    this.#closeOn(signal);
    return this.#stopped.promise;
  }

  /** What a link is needed for. A server that saves may have lost what it had answered. */
  get #need(): 'busy' | 'idle' | 'done' {
    const { done, log } = this.#delivery.outbox;
    if (!this.#stopped) return done ? 'idle' : 'busy';
    return !log.keeping && (done || this.#stopSent) ? 'done' : 'busy';
  }

  #closeOn(signal: AbortSignal | undefined): void {
    const close = () => this.#connector.close(1000, 'aborted');
    signal?.addEventListener('abort', close, { once: true });
  }

  async #ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    this.#expectOpen();
    const answer = request();
    this.#flush();
    this.#connector.connect();
    return await answer;
  }

  #probe(): void {
    this.#delivery.probe();
    this.#flush();
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'session_started') {
      const again = this.#returning;
      this.#returning = true;
      this.#session = message;
      this.#ticket = { token: message.resume_token, byMessage: message.resume_by_message };
      this.#delivery.greeted(message);
      this.#connector.greeted(again ? message.resumed === true : undefined);
      this.#flush();
      this.#store.save(true);
    } else if (isAnswer(message) || message.type === 'checkpoint') {
      this.#connector.works();
      this.#delivery.take(message);
      this.#pump();
      if (this.#delivery.outbox.quiet) this.#connector.settled();
      this.#store.save();
    } else if (message.type === 'hint') {
      this.#events.emit('hint', { code: message.code, message: message.message });
    } else if ('reconnect_after_ms' in message) {
      this.#connector.holdOff(Number(message.reconnect_after_ms));
    }
    this.#drain.update(this.#delivery.left);
  }

  /** Sends all that waits. */
  #flush(): void {
    this.#batch.stop();
    this.#delivery.reportDrops(this.state === 'open');
    this.#pump();
    this.#store.save();
  }

  /** Sends what is due: not the batch that still gathers. */
  #pump(): void {
    if (this.state !== 'open') return;
    if (this.#stopped && !this.#stopSent && this.#delivery.outbox.done) {
      this.#stopSent = true;
      this.#delivery.stop(() => this.#connector.close(1000, 'stopped'));
    }
    if (this.#batch.running && !this.#delivery.batchIsFull) return;
    for (let frame = this.#delivery.next(); frame; frame = this.#delivery.next()) {
      this.#connector.send(frame);
    }
  }

  #stateChanged(event: StateEvent): void {
    const { code = 1000, reason } = event;
    const closed = event.state === 'closed';
    if (closed) {
      this.#batch.stop();
      this.#store.clear();
      this.#delivery.giveUp();
      this.#drain.close(closedError());
    }
    this.#events.emit('state', event);
    if (closed && code !== 1000 && retryPolicy(code) === 'never') {
      this.#delivery.report(closedByServer(code, reason));
    }
    if (closed) this.#stopped?.resolve();
  }

  #expectOpen(): void {
    if (this.state === 'closed' || this.#stopped) throw closedError();
  }
}
