/** Why a connection was closed. 44xx: don't reconnect unchanged. */
export const CloseCode = {
  /** The client said stop. */
  stopped: 1000,
  /** The server goes away: reconnect with back-off. */
  goingAway: 1001,
  /** A frame exceeded what the server will even read. */
  frameTooLarge: 1009,
  /** The server has as many sessions as it takes: reconnect with back-off. */
  tryAgainLater: 1013,
  /** Frame after frame could not be read. */
  unreadable: 4400,
  /** The admin token is missing or wrong. */
  unauthenticated: 4401,
  /** No message from the client for the session's timeout. */
  idleTimeout: 4408,
  /** The same user connected anew. */
  replaced: 4409,
  /** An administrator ended the session. */
  terminated: 4410,
  /** The client reads its answers too slowly. */
  slowReader: 4413,
  /** The client kept sending more than the server's limit of samples a second. */
  rateLimited: 4429,
} as const;

export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
