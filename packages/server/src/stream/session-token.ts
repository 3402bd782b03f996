import { fault } from '@stepstream/protocol';
import type { Session } from '../session/index.ts';
import type { AnswerWriter } from './answer-writer.ts';
import { authenticateResponse, errorMessage, tokenExpiring } from './answers.ts';
import type { FrameQueue } from './frame-queue.ts';
import type { StreamContext, StreamToken } from './stream-context.ts';
import { TokenWatch } from './token-watch.ts';

/** Whose token it is. */
export interface SessionTokenParts {
  readonly session: Session;
  readonly writer: AnswerWriter;
  /** The client's frames, which wait while a token is looked at. */
  readonly queue: FrameQueue;
  readonly token: StreamToken;
}

/** The token of a live session on its connection: it ends, and may be renewed before. */
export class SessionToken {
  readonly #context: Pick<StreamContext, 'clock' | 'registry'>;
  readonly #parts: SessionTokenParts;
  readonly #watch: TokenWatch;
  #isOver = false;

  constructor(context: Pick<StreamContext, 'clock' | 'registry'>, parts: SessionTokenParts) {
    this.#context = context;
    this.#parts = parts;
    const { session, writer, token } = parts;
    this.#watch = new TokenWatch(context.clock, {
      expiring: (at) => writer.message(tokenExpiring(at)),
      expired: () => context.registry.end(session, 'unauthenticated'),
    });
    this.#watch.watch(token.identity.expiresAt);
  }

  /** The client has said another token. Its later frames wait for the answer. Never rejects. */
  async renew(said: string): Promise<void> {
    const { session, writer, queue, token } = this.#parts;
    queue.hold();
    const claimed = await token.claim(said);
    if (this.#isOver) return;
    if (typeof claimed === 'object' && claimed.userId === session.userId) {
      const expiresAt = claimed.identity?.expiresAt;
      this.#watch.watch(expiresAt);
      writer.message(authenticateResponse(expiresAt));
    } else if (typeof claimed === 'object' || claimed === 'forbidden') {
      this.#context.registry.end(session, 'forbidden');
    } else {
      writer.message(errorMessage(session, fault('unauthenticated', WHY[claimed], 'token')));
    }
    queue.release();
  }

  /** The session is over, or has left this connection. */
  stop(): void {
    this.#isOver = true;
    this.#watch.stop();
  }
}

/** Renews the token of a session. Who needs none may say one all the same. */
export function renewToken(
  token: SessionToken | undefined,
  said: string,
  writer: AnswerWriter,
): void {
  if (token) void token.renew(said);
  else writer.message(authenticateResponse(undefined));
}

const WRONG = 'This token is wrong or has expired; the one before still holds';
const WHY = {
  unauthenticated: WRONG,
  token_required: WRONG,
  unavailable: 'The server can not tell whose this token is now; say it again in a moment',
};
