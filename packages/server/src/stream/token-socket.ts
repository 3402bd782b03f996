import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import { readFirstToken } from '@stepstream/protocol/codec';
import type { UserClaim } from '../hooks/index.ts';
import type { Clock, Timer } from '../session/index.ts';
import type { ClaimResult, TokenClaim } from './claim.ts';
import type { Socket, SocketHandler } from './socket.ts';

/** Who connects without a token must say one within this time. */
export const TOKEN_TIMEOUT_MS = 10_000;

/** What is behind a socket until its client has said who they are: `{"action":"authenticate","token"}`. */
export class TokenSocket implements SocketHandler {
  readonly #socket: Socket;
  readonly #claim: TokenClaim;
  readonly #accept: (claim: UserClaim) => SocketHandler;
  readonly #clock: Clock;
  #timeout: Timer | undefined;
  /** Frames that came while the token is looked at; undefined before. */
  #held: (string | Uint8Array)[] | undefined;
  /** What is behind it from then on. */
  #handler: SocketHandler | undefined;
  #isClosed = false;

  /** @param accept makes what is behind the socket of whoever may have it */
  constructor(
    socket: Socket,
    claim: TokenClaim,
    accept: (claim: UserClaim) => SocketHandler,
    clock: Clock,
  ) {
    this.#socket = socket;
    this.#claim = claim;
    this.#accept = accept;
    this.#clock = clock;
  }

  open(): void {
    this.#timeout = this.#clock.after(TOKEN_TIMEOUT_MS, () => this.#refuse('unauthenticated'));
  }

  receive(frame: string | Uint8Array): void {
    if (this.#handler) this.#handler.receive(frame);
    else if (this.#isClosed) return;
    else if (this.#held) this.#held.push(frame);
    else this.#readToken(frame);
  }

  drained(): void {
    this.#handler?.drained();
  }

  ponged(): void {
    this.#handler?.ponged?.();
  }

  flooded(): void {
    if (this.#handler) this.#handler.flooded();
    else this.#refuse('rate_limited');
  }

  closed(): void {
    this.#isClosed = true;
    this.#timeout?.cancel();
    this.#handler?.closed();
  }

  #readToken(frame: string | Uint8Array): void {
    const token = typeof frame === 'string' ? readFirstToken(frame) : undefined;
    if (token === undefined) {
      this.#refuse('unauthenticated');
      return;
    }
    this.#held = [];
    // What has not been read yet waits in the network.
    this.#socket.pause();
    void this.#claim(token).then((claim) => this.#decide(claim));
  }

  #decide(claim: ClaimResult): void {
    if (this.#isClosed) return;
    this.#socket.resume();
    if (typeof claim === 'string') {
      this.#refuse(claim === 'token_required' ? 'unauthenticated' : claim);
      return;
    }
    this.#timeout?.cancel();
    const handler = this.#accept(claim);
    this.#handler = handler;
    handler.open();
    for (const frame of this.#held ?? []) handler.receive(frame);
    this.#held = undefined;
  }

  #refuse(reason: CloseReason): void {
    this.#timeout?.cancel();
    this.#isClosed = true;
    this.#socket.close(CLOSE_REASONS[reason].code, reason);
  }
}
