import { CLOSE_REASONS, type CloseReason, type ViewerMessage } from '@stepstream/protocol';
import { ViewerMessage as ViewerMessageSchema } from '@stepstream/protocol/schemas';
import type { Clock, Timer } from '../session/index.ts';
import type { Outbox, Reader, Socket, SocketHandler } from '../stream/index.ts';
import type { GoingAway, LiveHub, Viewer } from './hub.ts';

/** The address of the live view. */
export const LIVE_PATH = '/console/live';
/** A viewer who is not on this machine must say the token within this time. */
const TOKEN_TIMEOUT_MS = 10_000;
/** A viewer with more than this waiting is too slow to see anything live. */
const MAX_BACKLOG_BYTES = 1024 * 1024;
/** No viewer's message is longer, in UTF-16 units. */
const MAX_MESSAGE_LENGTH = 2048;

/** What the sockets of viewers need. */
export interface LiveContext {
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly limits: ViewerLimits;
  /** What waits for readers. */
  readonly outbox: Outbox;
  /** Whether this is the admin token. */
  isToken(text: string): boolean;
}

/** How many may watch. */
export interface ViewerLimits {
  /** One more; what it returns is called once when they stop. Undefined where there is no room. */
  viewer(): (() => void) | undefined;
}

/** A viewer's socket: lets operators in, and passes on what they want to see. */
export class LiveSocket implements Reader, SocketHandler, Viewer {
  readonly #socket: Socket;
  readonly #context: LiveContext;
  readonly #trusted: boolean;
  #admitted = false;
  /** Ends the connection of one who says no token. */
  #timeout: Timer | undefined;
  /** Counts the viewer no longer. */
  #leave: (() => void) | undefined;

  /** @param trusted whether no token is needed */
  constructor(socket: Socket, trusted: boolean, context: LiveContext) {
    this.#socket = socket;
    this.#trusted = trusted;
    this.#context = context;
  }

  open(): void {
    this.#leave = this.#context.limits.viewer();
    if (!this.#leave) {
      this.#end('server_full');
      return;
    }
    if (this.#trusted) this.#admit();
    else this.#timeout = this.#context.clock.after(TOKEN_TIMEOUT_MS, () => this.#refuse());
  }

  receive(frame: string | Uint8Array): void {
    const { hub, isToken } = this.#context;
    const asked = read(frame);
    if (!asked) {
      this.#end('unreadable');
    } else if (this.#admitted) {
      if (asked.action === 'watch') hub.watch(this, asked.session_id);
    } else if (asked.action === 'authenticate' && isToken(asked.token)) {
      this.#timeout?.cancel();
      this.#admit();
    } else {
      this.#refuse();
    }
  }

  /** A viewer that falls behind is closed, not waited for. */
  drained(): void {
    this.#context.outbox.progressed(this);
  }

  get unreadBytes(): number {
    return this.#socket.getBufferedAmount();
  }

  endSlowReader(isAtOnce: boolean): void {
    if (isAtOnce) this.#socket.terminate();
    else this.#end('slow_reader');
  }

  flooded(): void {
    this.#end('rate_limited');
  }

  closed(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#context.outbox.forget(this);
    this.#timeout?.cancel();
    if (this.#admitted) this.#context.hub.leave(this);
  }

  send(text: string): void {
    this.#socket.send(text);
    const bytes = this.unreadBytes;
    if (bytes > 0) this.#context.outbox.note(this, bytes);
    if (bytes > MAX_BACKLOG_BYTES) this.#end('slow_reader');
  }

  close(reason: GoingAway): void {
    this.#end(reason);
  }

  #admit(): void {
    this.#admitted = true;
    this.#context.hub.join(this);
  }

  #refuse(): void {
    this.#socket.close(CLOSE_REASONS.unauthenticated.code, 'admin_token_required');
  }

  #end(reason: CloseReason): void {
    this.#socket.close(CLOSE_REASONS[reason].code, reason);
  }
}

function read(frame: string | Uint8Array): ViewerMessage | undefined {
  if (typeof frame !== 'string' || frame.length > MAX_MESSAGE_LENGTH) return undefined;
  try {
    return ViewerMessageSchema.safeParse(JSON.parse(frame)).data;
  } catch {
    return undefined;
  }
}
