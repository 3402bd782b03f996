import type { ServerMessage } from '@stepstream/protocol';
import { retryPolicy } from '@stepstream/protocol';
import { Backoff } from './backoff.ts';
import type { ClientState, StateEvent } from './events.ts';
import { Link } from './link.ts';
import type { ResolvedOptions } from './options.ts';

/** Whom a connector asks and tells. */
export interface ConnectorContext {
  /** Where to connect to now. */
  address(): string;
  /** `busy`: there is something to send. `done`: there never will be. */
  need(): 'busy' | 'idle' | 'done';
  onMessage(message: ServerMessage): void;
  onSilence(): void;
  onState(event: StateEvent): void;
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
    const { onMessage, onSilence } = this.#context;
    this.#link = new Link({
      ...this.#options,
      url: this.#context.address(),
      onMessage,
      onSilence,
      onEnd: (code, reason) => this.#lost(code, reason),
    });
    this.#tell({ state: 'connecting' });
  }

  /** The server has greeted us. */
  greeted(resumed?: boolean): void {
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
    this.#options.clock.clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#link?.close();
    this.#link = undefined;
  }

  #lost(code: number, reason: string): void {
    this.#link = undefined;
    const policy = retryPolicy(code);
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
