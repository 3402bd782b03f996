import type { CloseReason, RefusalReason } from '@stepstream/protocol';
import type { Session } from './session.ts';

/** How a session came to a connection. */
export interface Beginning {
  /** Whether the client has come back to a session that it had. */
  readonly resumed: boolean;
  /** Why it does not get the session that it wanted to go on with, if it wanted one. */
  readonly refusal?: RefusalReason | undefined;
  /** Samples whose answers had reached the client before it came back. */
  readonly answered?: number | undefined;
  /** Whether another model saved the session, so that its detector begins anew. */
  readonly isRestarted?: boolean;
}

/** The way to a client, as sessions see it; a socket on the server, an object in a test. */
export interface Connection {
  /** Whether its samples come from this process, so that nobody can come back with it elsewhere. */
  readonly isLocal?: boolean;
  /** Whom it comes from: an address, or a network. Undefined where that is not known. */
  readonly address?: string | undefined;
  /** The session is the client's from now on. */
  begin(session: Session, beginning: Beginning): void;
  /**
   * The session is over, or goes on elsewhere.
   *
   * @param reconnectAfterMs how long its client is to wait before it comes back, where it is to come back
   */
  end(reason: CloseReason, reconnectAfterMs?: number): void;
  /** Nothing more is to be taken in for the session; {@link end} follows. */
  hold(): void;
  /** The session is safe, with as many of the client's frames. Absent where nobody wants to know. */
  saved?(requests: number): void;
  /** Somebody comes for the session: takes in what its client had sent before the connection was lost. */
  settle?(): void;
  /** The session has gone on to another connection. */
  leave(): void;
}
