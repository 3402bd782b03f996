import type { Connection } from './connection.ts';
import type { Resumable } from './resume.ts';
import type { Session } from './session.ts';
import type { SessionContext } from './session-context.ts';

/** Who keeps sessions beyond this process. The registry tells it of each change; none of this throws. */
export interface SessionKeeper {
  /** Seconds after which a change is safe, at the latest; 0 where nothing outlives the process. */
  readonly intervalSeconds: number;
  /** Whether another server may have gone on with a session that is still here. */
  readonly isShared: boolean;
  /** A session is live: it has begun, or its client has come back. */
  attached(session: Session, connection: Connection): void;
  /** Its connection is lost; its client may come back for so many seconds. */
  detached(session: Session, seconds: number): void;
  /**
   * This server lets go of a session as it is, for whichever goes on with it.
   *
   * @returns whether one can
   */
  keep(session: Session): boolean;
  /**
   * A session is over at its client's wish, its last steps counted. Its client may come back, in case it has not heard
   * of them.
   */
  stopped(session: Session): void;
  /** A session is over, its last steps counted. */
  ended(session: Session): void;
  /** Resolves when all that it was told so far is safe, or the store takes too long. Never rejects. */
  settled(): Promise<void>;
  /**
   * Looks for the session of a resume token. Never rejects, and takes no longer than clients wait.
   *
   * @param isWanted whether anybody still waits for it
   * @param held the session as it is here, where it is: only one that has come further is looked for then
   */
  recall(
    token: string,
    context: SessionContext,
    isWanted: () => boolean,
    held?: Session,
  ): Promise<Resumable>;
  /** Another server, or a newer state of it, goes on with a session: nothing more of this one is saved. */
  surrendered(session: Session): void;
}
