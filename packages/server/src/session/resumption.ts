import type { Resumable, ResumeRequest } from './resume.ts';
import { parseResumeToken } from './resume-token.ts';
import type { Roster } from './roster.ts';
import type { Session } from './session.ts';
import type { SessionContext } from './session-context.ts';
import type { SessionKeeper } from './session-keeper.ts';

const UNKNOWN: Resumable = { refusal: 'unknown_token' };

/** Finds the sessions that clients want to go on with: here, or beyond this process. */
export class Resumption {
  readonly #roster: Roster;
  readonly #keeper: SessionKeeper | undefined;
  readonly #context: SessionContext;

  constructor(roster: Roster, keeper: SessionKeeper | undefined, context: SessionContext) {
    this.#roster = roster;
    this.#keeper = keeper;
    this.#context = context;
  }

  /** Seconds after which a change of a session is safe, at the latest; 0 where it never is. */
  get checkpointSeconds(): number {
    return this.#context.resumeSeconds > 0 ? (this.#keeper?.intervalSeconds ?? 0) : 0;
  }

  /** Resolves when all that has happened is safe, or that takes too long. Never rejects. */
  async settled(): Promise<void> {
    await this.#keeper?.settled();
  }

  /**
   * Looks beyond this process for a session that a client wants to go on with, or for what has become of it there.
   * Never rejects.
   *
   * @param isWanted whether anybody still waits for it
   * @returns undefined where there is no need to: it is here, or nowhere
   */
  recall({ token }: ResumeRequest, isWanted: () => boolean): Promise<Resumable> | undefined {
    const id = parseResumeToken(token)?.sessionId;
    if (this.checkpointSeconds === 0 || id === undefined) return undefined;
    // Also where the token is not its own any more: what is saved of it may be older, and still take the token.
    const held = this.#roster.live(id) ?? this.#roster.waiting(id);
    // A client may have been elsewhere meanwhile, and what is here of its session be out of date.
    if (held && !this.#keeper?.isShared) return undefined;
    return held ? this.#recallNewer(held, token, isWanted) : this.#recall(token, isWanted);
  }

  #recall(token: string, isWanted: () => boolean, held?: Session): Promise<Resumable> | undefined {
    return this.#keeper?.recall(token, this.#context, isWanted, held);
  }

  async #recallNewer(held: Session, token: string, isWanted: () => boolean): Promise<Resumable> {
    const found = (await this.#recall(token, isWanted, held)) ?? UNKNOWN;
    if ('session' in found) return found;
    const still = this.#roster.ofToken(token);
    return still ? { session: still } : found;
  }

  /** @param recalled what was found beyond this process, where it was looked for */
  find({ token }: ResumeRequest, userId: string | undefined, recalled?: Resumable): Resumable {
    const held = this.#roster.ofToken(token);
    const isAhead =
      held && recalled && 'session' in recalled && recalled.session.requests > held.requests;
    const found = held && !isAhead ? { session: held } : (recalled ?? UNKNOWN);
    if ('refusal' in found) return found;
    const { userId: owner } = found.session;
    if (userId !== undefined && userId !== owner) return { refusal: 'other_user' };
    // Somebody of the same name has begun another one since.
    const isReplaced = owner !== undefined && !held && this.#roster.ofUser(owner) !== undefined;
    return isReplaced ? UNKNOWN : found;
  }
}
