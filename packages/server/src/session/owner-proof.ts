import {
  createResumeToken,
  digestOf,
  isSame,
  isSecretOf,
  parseResumeToken,
} from './resume-token.ts';
import { nonsense, type StateWalk } from './state-walk.ts';

const DIGEST_BYTES = 32;
/** Tokens that are saved of a session: the one before, the one in force, the next one, and one more after a crash. */
const MAX_SAVED = 4;

/** Of all sessions: one that left and came back is not told of what it saved before. */
let saves = 0;

/** A token that is accepted. */
interface Proof {
  readonly digest: Uint8Array;
  /** The token itself, where it is known: a restored session knows only those that its client has shown. */
  token: string | undefined;
}

/** The token that the client is told when it comes back the next time. */
interface NextProof extends Proof {
  readonly token: string;
  /** With which save it was saved first; undefined before. */
  savedWith: number | undefined;
  /** Whether a store has it. */
  isWritten: boolean;
}

/**
 * Tells a session's own client from others, by a token that changes each time the client comes back. The one before
 * stays good until the new one is used, as the message that told it may have been lost. What is saved does not tell
 * the secrets, so that nobody can resume sessions who can read a store.
 */
export class OwnerProof {
  readonly #sessionId: string;
  /** Those that the client may know, the oldest first; none where nobody can resume the session. */
  #proofs: Proof[] = [];
  #next: NextProof | undefined;
  #lastSave = 0;
  /** What the client is told. */
  #told: string | undefined;

  /** @param canResume whether there is a token at all */
  constructor(sessionId: string, canResume: boolean) {
    this.#sessionId = sessionId;
    if (!canResume) return;
    const first = this.#create();
    this.#proofs = [first];
    this.#told = first.token;
  }

  /** The client's token. A restored session does not know it until its client has come back. */
  get token(): string | undefined {
    return this.#told;
  }

  /** Whether a token is this session's. Takes as long whether it is or not. */
  admits(token: string): boolean {
    return this.#indexOf(token) >= 0;
  }

  /** Whether this is the digest of a token that is this session's; see {@link tokenDigest}. */
  admitsDigest(digest: Uint8Array): boolean {
    let isAdmitted = false;
    for (const proof of this.#proofs) if (isSame(proof.digest, digest)) isAdmitted = true;
    return isAdmitted;
  }

  /**
   * The client has come back with a token that is admitted: older ones are not any more, and it is told a new one.
   *
   * @param mustBeSaved whether a session outlives its server: then no token is told that a crash would forget
   */
  comeBack(token: string, mustBeSaved: boolean): void {
    const index = this.#indexOf(token);
    if (index < 0) return;
    this.#proofs = this.#proofs.slice(index);
    const [used] = this.#proofs as [Proof];
    used.token = token;
    const newest = this.#proofs.at(-1) ?? used;
    // It was told before, and has not been used: the message that told it was lost, or the client keeps to its first.
    if (newest !== used) this.#told = newest.token ?? token;
    else if (this.#next && (!mustBeSaved || this.#next.isWritten)) {
      this.#proofs = [used, this.#next];
      this.#told = this.#next.token;
      this.#next = undefined;
    } else this.#told = token;
    this.#next ??= this.#create();
  }

  /** The number of the last save. */
  get lastSave(): number {
    return this.#lastSave;
  }

  /** A store has written one of its saves: what {@link lastSave} was after it. */
  written(save: number): void {
    const next = this.#next;
    if (next?.savedWith !== undefined && save >= next.savedWith) next.isWritten = true;
  }

  /** Saves or restores the state. */
  transfer(io: StateWalk): void {
    if (!io.restores) this.#noteSave();
    const saved = io.bytes(io.restores ? new Uint8Array(0) : this.#digests());
    if (!io.restores || saved.length === 0) return;
    if (saved.length % DIGEST_BYTES !== 0 || saved.length > MAX_SAVED * DIGEST_BYTES) {
      throw nonsense();
    }
    this.#proofs = Array.from({ length: saved.length / DIGEST_BYTES }, (_, i) => ({
      digest: saved.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES),
      token: undefined,
    }));
    this.#next = undefined;
    this.#told = undefined;
  }

  #noteSave(): void {
    this.#lastSave = ++saves;
    if (this.#proofs.length === 0) return;
    this.#next ??= this.#create();
    // There may be no room for one more.
    if (this.#proofs.length < MAX_SAVED) this.#next.savedWith ??= this.#lastSave;
  }

  #create(): NextProof {
    const token = createResumeToken(this.#sessionId);
    const secret = parseResumeToken(token)?.secret ?? new Uint8Array(0);
    return { token, digest: digestOf(secret), savedWith: undefined, isWritten: false };
  }

  #indexOf(token: string): number {
    const parsed = parseResumeToken(token);
    if (parsed?.sessionId !== this.#sessionId) return -1;
    let found = -1;
    for (const [index, { digest }] of this.#proofs.entries()) {
      if (isSecretOf(digest, parsed.secret)) found = index;
    }
    return found;
  }

  #digests(): Uint8Array {
    const proofs = this.#next ? [...this.#proofs, this.#next] : this.#proofs;
    return new Uint8Array(Buffer.concat(proofs.slice(0, MAX_SAVED).map(({ digest }) => digest)));
  }
}
