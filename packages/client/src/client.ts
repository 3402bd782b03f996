import type { Sample, ServerMessage, SessionStarted, Settings } from '@stepstream/protocol';
import { retryPolicy } from '@stepstream/protocol';
import { Connector } from './connector.ts';
import { type ClientSettings, Delivery } from './delivery.ts';
import { StepstreamError } from './errors.ts';
import { type ClientEvents, type ClientState, Emitter, type StateEvent } from './events.ts';
import { isAnswer } from './link.ts';
import type { ResolvedOptions } from './options.ts';
import { closedError } from './requests.ts';
import type { Counters, SessionInfo, Stats, StopSummary } from './stats.ts';

/** What can be said with each request. */
export interface RequestOptions {
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
}

/**
 * One stream of samples to a server, over as many connections as it takes. Made by `connect`.
 *
 * What `send` accepts is kept until the server has answered it. When the link is lost, the client
 * connects anew, resumes its session, and sends again what the server has not taken in.
 */
export class StepstreamClient {
  readonly #url: string;
  readonly #options: ResolvedOptions;
  readonly #events = new Emitter<ClientEvents>();
  readonly #delivery: Delivery;
  readonly #connector: Connector;
  #session: SessionStarted | undefined;
  #flushTimer: unknown;
  #stopped: { readonly promise: Promise<StopSummary>; resolve(): void } | undefined;
  #stopSent = false;

  /** @throws what the WebSocket throws for an address that is none */
  constructor(url: string, options: ResolvedOptions) {
    const { settings, signal } = options;
    this.#url = url;
    this.#options = options;
    this.#delivery = new Delivery(options, this.#events);
    this.#connector = new Connector(options, {
      address: () => this.#address(),
      need: () => (!this.#delivery.done ? 'busy' : this.#stopped ? 'done' : 'idle'),
      onMessage: (message) => this.#receive(message),
      onIdle: () => this.#probe(),
      onState: (event) => this.#stateChanged(event),
    });
    if (settings) {
      this.#delivery.configure(settings).catch((error) => {
        if (this.state !== 'closed') this.#delivery.report(error);
      });
    }
    if (signal?.aborted) this.#connector.close(1000, 'aborted');
    else this.#connector.connect();
    this.#closeOn(signal);
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
    if (!this.#session) return undefined;
    const { session_id: id, model, look_ahead_ms: lookAhead } = this.#session;
    return { id, model, lookAhead };
  }

  /**
   * Calls `listener` with each event of a type, until the returned function is called or `signal` is
   * aborted. Errors that nobody listens to are written to the console.
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
    const { clock, batchInterval } = this.#options;
    if (this.#delivery.batchIsFull) this.#flush();
    else this.#flushTimer ??= clock.setTimeout(() => this.#flush(), batchInterval);
    this.#connector.connect();
  }

  /** Counts from zero. Resolves when the server does; samples sent before count no longer. */
  async reset({ signal }: RequestOptions = {}): Promise<void> {
    await this.#ask(() => this.#delivery.ask('reset', signal));
  }

  /** Changes settings, from the next sample on. Resolves with all that are in force. */
  async configure(changes: ClientSettings, { signal }: RequestOptions = {}): Promise<Settings> {
    const answer = await this.#ask(() => this.#delivery.configure(changes, signal));
    const { accel_unit, gyro_unit, gravity, confirm_after, replies } = answer as Settings;
    return { accel_unit, gyro_unit, gravity, confirm_after, replies };
  }

  /** Asks for the figures of the session and of the server. */
  async stats({ signal }: RequestOptions = {}): Promise<Stats> {
    const answer = await this.#ask(() => this.#delivery.ask('stats', signal));
    const { user_stats, server_stats } = answer as Extract<
      ServerMessage,
      { type: 'stats_response' }
    >;
    return {
      session: {
        duration: user_stats.session_duration,
        requests: user_stats.total_requests,
        lastActivity: user_stats.last_activity,
      },
      server: {
        activeSessions: server_stats.active_sessions,
        totalRequests: server_stats.total_server_requests,
      },
      client: this.counters,
    };
  }

  /**
   * Sends what waits, hears all answers, ends the session and closes. Where the link is lost, it is
   * made anew for that. Aborting `signal` closes at once; what the server has not answered is dropped
   * then, and reported.
   */
  stop({ signal }: RequestOptions = {}): Promise<StopSummary> {
    if (!this.#stopped) {
      let settle: (summary: StopSummary) => void = () => {};
      const promise = new Promise<StopSummary>((resolve) => {
        settle = resolve;
      });
      this.#stopped = { promise, resolve: () => settle(this.#summary()) };
      if (this.state === 'closed') this.#stopped.resolve();
      else if (signal?.aborted) this.#connector.close(1000, 'aborted');
      else if (this.#delivery.done && this.state !== 'open') this.#connector.close(1000, 'stopped');
      else this.#flush();
      this.#connector.connect();
    }
    this.#closeOn(signal);
    return this.#stopped.promise;
  }

  #closeOn(signal: AbortSignal | undefined): void {
    const close = () => this.#connector.close(1000, 'aborted');
    signal?.addEventListener('abort', close, { once: true });
  }

  async #ask(request: () => Promise<object>): Promise<object> {
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

  #address(): string {
    const { user } = this.#options;
    const token = this.#session?.resume_token;
    const parameters = [
      ...(user === undefined ? [] : [`user_id=${encodeURIComponent(user)}`]),
      ...(token === undefined ? [] : [`resume=${token}`, `answered=${this.#delivery.answered}`]),
    ];
    if (parameters.length === 0) return this.#url;
    return `${this.#url}${this.#url.includes('?') ? '&' : '?'}${parameters.join('&')}`;
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'session_started') {
      const again = this.#session !== undefined;
      this.#session = message;
      this.#delivery.greeted(message);
      this.#connector.greeted(again ? message.resumed === true : undefined);
      this.#flush();
    } else if (isAnswer(message)) {
      this.#connector.works();
      this.#delivery.take(message);
      this.#pump();
    } else if ('reconnect_after_ms' in message) {
      this.#connector.holdOff(Number(message.reconnect_after_ms));
    }
  }

  /** Sends all that waits. */
  #flush(): void {
    this.#options.clock.clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#delivery.reportDrops(this.state === 'open');
    this.#pump();
  }

  /** Sends what is due: not the batch that still gathers. */
  #pump(): void {
    if (this.state !== 'open') return;
    if (this.#stopped && !this.#stopSent && this.#delivery.done) {
      this.#stopSent = true;
      this.#delivery.stop(() => this.#connector.close(1000, 'stopped'));
    }
    if (this.#flushTimer !== undefined && !this.#delivery.batchIsFull) return;
    for (let frame = this.#delivery.next(); frame; frame = this.#delivery.next()) {
      this.#connector.send(frame);
    }
  }

  #stateChanged(event: StateEvent): void {
    // All was answered before the stop went out, so it does not matter whether it arrived.
    if (event.state === 'offline' && this.#stopSent) {
      this.#connector.close(event.code ?? 1006, event.reason ?? '');
      return;
    }
    if (event.state === 'closed') this.#closed();
    this.#events.emit('state', event);
    const { code = 1000, reason } = event;
    if (event.state === 'closed' && code !== 1000 && retryPolicy(code) === 'never') {
      const text = `The server closed the connection: ${reason || 'no reason given'} (${code})`;
      this.#delivery.report(new StepstreamError('closed_by_server', text));
    }
    if (event.state === 'closed') this.#stopped?.resolve();
  }

  #closed(): void {
    this.#options.clock.clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#delivery.giveUp();
  }

  #expectOpen(): void {
    if (this.state === 'closed' || this.#stopped) throw closedError();
  }

  #summary(): StopSummary {
    return { ...this.counters, totalSteps: this.totalSteps };
  }
}
