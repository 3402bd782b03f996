import type { Resumable, ResumeRequest } from './resume.ts';
import { parseResumeToken } from './resume-token.ts';
import type { Roster } from './roster.ts';
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
   * Looks beyond this process for a session that a client wants to go on with. Never rejects.
   *
   * @param isWanted whether anybody still waits for it
   * @returns undefined where there is no need to: it is here, or nowhere
   */
  recall({ token }: ResumeRequest, isWanted: () => boolean): Promise<Resumable> | undefined {
    if (this.checkpointSeconds === 0 || !parseResumeToken(token)) return undefined;
    if (this.#roster.ofToken(token)) return undefined;
    return this.#keeper?.recall(token, this.#context, isWanted);
  }

  /** @param recalled what was found beyond this process, where it was looked for */
  find({ token }: ResumeRequest, userId: string | undefined, recalled?: Resumable): Resumable {
    const held = this.#roster.ofToken(token);
    const found = held ? { session: held } : (recalled ?? UNKNOWN);
    if ('refusal' in found) return found;
    const { userId: owner } = found.session;
    if (userId !== undefined && userId !== owner) return { refusal: 'other_user' };
    // Somebody of the same name has begun another one since.
    const isReplaced = owner !== undefined && !held && this.#roster.ofUser(owner) !== undefined;
    return isReplaced ? UNKNOWN : found;
  }
}
