/** The way to somebody who watches. */
export interface Viewer {
  /** Sends a message, as JSON text. */
  send(text: string): void;
  /** Ends the connection: the server goes away. */
  close(reason: GoingAway): void;
  /** Whether it is at another server: it hears of the sessions of this one alone. */
  readonly isElsewhere?: boolean;
  /** Whether it says that pages of the list have come; see `LiveHub.seen`. */
  readonly isPaced?: boolean;
}

/** Why all connections end. */
export type GoingAway = 'restarting' | 'server_closed';

/** Viewers of this server want to see what is at others. */
export interface ViewersElsewhere {
  /**
   * Asks for all sessions, and the traces of these; for nothing with undefined.
   *
   * @param anew one of these whose past and last frames are to be told once more: another viewer begins to watch it
   */
  want(sessions: readonly string[] | undefined, anew?: string): void;
}
