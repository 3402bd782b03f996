import type { ServerMessage } from '@stepstream/protocol';
import { CLOSE_REASONS, type RetryPolicy, retryPolicy } from '@stepstream/protocol';
import type { StreamAddress } from './address.ts';
import { Backoff } from './backoff.ts';
import { noToken, type StepstreamError, tokenRefused } from './errors.ts';
import type { ClientState, StateEvent } from './events.ts';
import { isTokenRefusal, Link } from './link.ts';
import type { ResolvedOptions } from './options.ts';
import { authenticateMessage, getToken } from './tokens.ts';

/** A token that could not be had is asked for again after this time, while the one before holds, in milliseconds. */
const RENEW_RETRY_MS = 5000;
/** The server takes the token no more, or not yet. */
const UNAUTHENTICATED = CLOSE_REASONS.unauthenticated.code;

/** Whom a connector asks and tells. */
export interface ConnectorContext {
  /** Where to connect to now. */
  address(): StreamAddress;
  /** `busy`: there is something to send. `done`: there never will be. */
  need(): 'busy' | 'idle' | 'done';
  onMessage(message: ServerMessage): void;
  onSilence(): void;
  onState(event: StateEvent): void;
  onError(error: StepstreamError): void;
}

/** Keeps a link to the server: makes it, and makes it anew when it is lost. */
export class Connector {
  readonly #options: ResolvedOptions;
  readonly #context: ConnectorContext;
  readonly #backoff: Backoff;
  #state: ClientState = 'offline';
  #link: Link | undefined;
  #retry: unknown;
  /** The server has asked not to be called again before so many milliseconds. */
  #holdOff = 0;
  /** The page is left; it may come back. */
  #suspended = false;
  /** The attempt that waits for its token. */
  #attempt: object | undefined;
  /** The last token was refused, before any greeting. */
  #isRefused = false;

  constructor(options: ResolvedOptions, context: ConnectorContext) {
    this.#options = options;
    this.#context = context;
    this.#backoff = new Backoff(options);
  }

  get state(): ClientState {
    return this.#state;
  }

  /**
   * Connects, where it neither is nor is about to, and the page is there.
   *
   * @throws what the WebSocket throws for an address that is none
   */
  connect(): void {
    if (this.#state !== 'offline' || this.#retry !== undefined || this.#suspended) return;
    const { token, clock, connectTimeout } = this.#options;
    if (typeof token === 'function') {
      const attempt = {};
      this.#attempt = attempt;
      const isDropped = () => this.#attempt !== attempt;
      getToken(token, clock, connectTimeout).then(
        (said) => isDropped() || this.#openAgain(said),
        (error) => isDropped() || this.#hasNoToken(error),
      );
    } else {
      this.#open(token);
    }
    this.#tell({ state: 'connecting' });
  }

  /** @throws what the WebSocket throws for an address that is none */
  #open(token: string | undefined): void {
    this.#attempt = undefined;
    const { onSilence } = this.#context;
    this.#link = new Link({
      ...this.#options,
      token,
      ...this.#context.address(),
      onMessage: (message) => this.#hear(message),
      onSilence,
      onEnd: (code, reason) => this.#lost(code, reason),
    });
  }

  #openAgain(token: string): void {
    try {
      this.#open(token);
    } catch (error) {
      this.#lost(1006, String(error));
    }
  }

  #hasNoToken(error: unknown): void {
    this.#context.onError(noToken(error));
    this.#lost(1006, 'no token');
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'token_expiring') this.#renew();
    else if (isTokenRefusal(message)) this.#context.onError(tokenRefused(message));
    else this.#context.onMessage(message);
  }

  /** The token of this link ends soon: says another one, where the app can get one. */
  #renew(): void {
    const { token, clock, connectTimeout } = this.#options;
    const link = this.#link;
    if (typeof token !== 'function' || !link) return;
    const isGone = () => this.#link !== link;
    getToken(token, clock, connectTimeout).then(
      (said) => isGone() || link.say(authenticateMessage(said)),
      (error) => {
        if (isGone()) return;
        this.#context.onError(noToken(error));
        clock.setTimeout(() => isGone() || this.#renew(), RENEW_RETRY_MS);
      },
    );
  }

  /** The server has greeted us. */
  greeted(resumed?: boolean): void {
    this.#isRefused = false;
    this.#tell({ state: 'open', ...(resumed !== undefined && { resumed }) });
  }

  /** The server answers: the next failure will be a first one. */
  works(): void {
    this.#backoff.reset();
  }

  /** The server has asked for so many milliseconds of peace after the next close. */
  holdOff(milliseconds: number): void {
    this.#holdOff = milliseconds;
  }

  /** Sends a frame that is going to be answered. */
  send(payload: string | Uint8Array<ArrayBuffer>): void {
    this.#link?.send(payload);
  }

  /** All that was sent has been answered. */
  settled(): void {
    this.#link?.settled();
  }

  /** Lets go of the link until {@link wake}: the page is left, and a frozen one can't keep it. */
  suspend(): void {
    if (this.#state === 'closed' || this.#suspended) return;
    this.#suspended = true;
    this.#drop();
    this.#tell({ state: 'offline', reason: 'the page was left' });
  }

  /** The page is back. */
  wake(): void {
    if (!this.#suspended) return;
    this.#suspended = false;
    if (this.#state !== 'closed') this.#connectAgain();
  }

  /** Closes for good. */
  close(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    this.#drop();
    this.#tell({ state: 'closed', code, reason });
  }

  #drop(): void {
    this.#attempt = undefined;
    this.#options.clock.clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#link?.close();
    this.#link = undefined;
  }

  #lost(code: number, reason: string): void {
    this.#link = this.#attempt = undefined;
    const policy = this.#policyOf(code);
    const need = this.#context.need();
    if (policy === 'never' || need === 'done') {
      this.close(code, reason);
    } else if (policy === 'when_needed' && need === 'idle') {
      this.#tell({ state: 'offline', code, reason });
    } else {
      const retryIn = Math.max(this.#backoff.next(), this.#holdOff);
      this.#holdOff = 0;
      this.#retry = this.#options.clock.setTimeout(() => this.#connectAgain(), retryIn);
      this.#tell({ state: 'offline', code, reason, retryIn });
    }
  }

  /** A token may have ended since the app got it: with a new one it is tried once more. */
  #policyOf(code: number): RetryPolicy {
    const mayHaveEnded = code === UNAUTHENTICATED && typeof this.#options.token === 'function';
    if (!mayHaveEnded || this.#isRefused) return retryPolicy(code);
    this.#isRefused = true;
    return 'reconnect';
  }

  #connectAgain(): void {
    this.#retry = undefined;
    try {
      this.connect();
    } catch (error) {
      this.#lost(1006, String(error));
    }
  }

  #tell(event: StateEvent): void {
    this.#state = event.state;
    this.#context.onState(event);
  }
}
