import { createResumeToken, digestOf, isSecretOf, parseResumeToken } from './resume-token.ts';
import { nonsense, type StateWalk } from './state-walk.ts';

const DIGEST_BYTES = 32;

/**
 * Tells a session's own client from others. What is saved of it does not tell the secret, so that nobody can resume
 * sessions who can read a store.
 */
export class OwnerProof {
  readonly #sessionId: string;
  #token: string | undefined;
  /** Of the token's secret; empty where nobody can resume the session. */
  #digest: Uint8Array = new Uint8Array(0);

  /** @param canResume whether there is a token at all */
  constructor(sessionId: string, canResume: boolean) {
    this.#sessionId = sessionId;
    if (!canResume) return;
    this.#token = createResumeToken(sessionId);
    const parsed = parseResumeToken(this.#token);
    if (parsed) this.#digest = digestOf(parsed.secret);
  }

  /** The client's token. A restored session does not know it until its client has shown it. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Whether a token is this session's. Takes as long whether it is or not. */
  admits(token: string): boolean {
    const parsed = parseResumeToken(token);
    if (parsed?.sessionId !== this.#sessionId) return false;
    if (!isSecretOf(this.#digest, parsed.secret)) return false;
    this.#token = token;
    return true;
  }

  /** Saves or restores the state. */
  transfer(io: StateWalk): void {
    const digest = io.bytes(this.#digest);
    if (!io.restores || digest.length === 0) return;
    if (digest.length !== DIGEST_BYTES) throw nonsense();
    this.#digest = digest;
    this.#token = undefined;
  }
}
