import {
  CLOSE_REASONS,
  type CloseReason,
  MAX_TOKEN_LENGTH,
  type ViewerMessage,
} from '@stepstream/protocol';
import { ViewerMessage as ViewerMessageSchema } from '@stepstream/protocol/schemas';
import type { Clock, Timer } from '../session/index.ts';
import {
  type Outbox,
  type Reader,
  type Socket,
  type SocketHandler,
  TokenWatch,
} from '../stream/index.ts';
import type { LiveHub } from './hub.ts';
import type { GoingAway, Viewer } from './viewer.ts';

/** The address of the live view. */
export const LIVE_PATH = '/console/live';
/** A viewer who is not on this machine must say the token within this time. */
const TOKEN_TIMEOUT_MS = 10_000;
/** A viewer with more than this waiting is too slow to see anything live. */
const MAX_BACKLOG_BYTES = 1024 * 1024;
/** No viewer's message is longer, in UTF-16 units. */
const MAX_MESSAGE_LENGTH = MAX_TOKEN_LENGTH + 1024;

/** Somebody who may watch. */
export interface KnownViewer {
  /** Until when they are known, in Unix seconds; for good without it. */
  readonly expiresAt?: number | undefined;
}

/** Tells whether somebody may watch, by a token that they say; why not, where they may not. Never rejects. */
export type ViewerJudge = (token: string) => Promise<KnownViewer | string>;

/** What the sockets of viewers need. */
export interface LiveContext {
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly limits: ViewerLimits;
  /** What waits for readers. */
  readonly outbox: Outbox;
}

/** How many may watch. */
export interface ViewerLimits {
  /** One more; what it returns is called once when they stop. Undefined where there is no room. */
  viewer(): (() => void) | undefined;
}

/** A viewer's socket: lets operators in, and passes on what they want to see. */
export class LiveSocket implements Reader, SocketHandler, Viewer {
  readonly isPaced: boolean;
  readonly #socket: Socket;
  readonly #context: LiveContext;
  readonly #known: KnownViewer | undefined;
  readonly #judge: ViewerJudge;
  readonly #watch: TokenWatch;
  #admitted = false;
  #isClosed = false;
  /** Whether a token is being looked at. */
  #isAsking = false;
  /** Ends the connection of one who says no token. */
  #timeout: Timer | undefined;
  /** Counts the viewer no longer. */
  #leave: (() => void) | undefined;

  /**
   * @param known who it is, where no token is needed any more
   * @param query of the address: with `paced=1` the viewer says that pages of the list have come
   */
  constructor(
    socket: Socket,
    known: KnownViewer | undefined,
    judge: ViewerJudge,
    context: LiveContext,
    query = '',
  ) {
    this.#socket = socket;
    this.isPaced = new URLSearchParams(query).get('paced') === '1';
    this.#known = known;
    this.#judge = judge;
    this.#context = context;
    this.#watch = new TokenWatch(context.clock, {
      expiring: () => {},
      expired: () => this.#refuse(),
    });
  }

  open(): void {
    this.#leave = this.#context.limits.viewer();
    if (!this.#leave) {
      this.#end('server_full');
      return;
    }
    if (this.#known) this.#admit(this.#known);
    else this.#timeout = this.#context.clock.after(TOKEN_TIMEOUT_MS, () => this.#refuse());
  }

  receive(frame: string | Uint8Array): void {
    if (this.#isClosed) return;
    const asked = read(frame);
    if (!asked) {
      this.#end('unreadable');
    } else if (this.#admitted) {
      if (asked.action === 'watch') this.#context.hub.watch(this, asked.session_id);
      else if (asked.action === 'seen') this.#context.hub.seen(this);
    } else if (asked.action === 'authenticate' && !this.#isAsking) {
      this.#isAsking = true;
      void this.#judge(asked.token).then((judged) => this.#decide(judged));
    } else {
      this.#refuse();
    }
  }

  #decide(judged: KnownViewer | string): void {
    if (this.#isClosed) return;
    if (typeof judged === 'string') this.#refuse(judged);
    else this.#admit(judged);
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
    this.#isClosed = true;
    this.#timeout?.cancel();
    this.#watch.stop();
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

  #admit({ expiresAt }: KnownViewer): void {
    this.#timeout?.cancel();
    this.#watch.watch(expiresAt);
    this.#admitted = true;
    this.#context.hub.join(this);
  }

  #refuse(why = 'admin_token_required'): void {
    const reason = why === 'forbidden' || why === 'unavailable' ? why : 'unauthenticated';
    this.#close(CLOSE_REASONS[reason].code, why);
  }

  #end(reason: CloseReason): void {
    this.#close(CLOSE_REASONS[reason].code, reason);
  }

  #close(code: number, reason: string): void {
    this.#isClosed = true;
    this.#timeout?.cancel();
    this.#watch.stop();
    this.#socket.close(code, reason);
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
