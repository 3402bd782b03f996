import { CloseCode } from '../protocol/index.ts';

/** How a session can end. */
export type Ending =
  /** The client said stop. */
  | 'stopped'
  /** The client was silent for the session's timeout. */
  | 'timed_out'
  /** The same user connected anew. */
  | 'replaced'
  /** An administrator ended it. */
  | 'terminated'
  /** Frame after frame could not be read. */
  | 'unreadable'
  /** The client does not read its answers. */
  | 'slow_reader'
  /** The client goes on sending more than it may. */
  | 'rate_limited'
  /** The server is going away. */
  | 'server_closed'
  /** The connection was lost; there is nobody left to tell. */
  | 'disconnected';

/** The close code that tells the client of each ending; a lost connection has none. */
export const CLOSE_CODES: Record<Exclude<Ending, 'disconnected'>, CloseCode> = {
  stopped: CloseCode.stopped,
  timed_out: CloseCode.idleTimeout,
  replaced: CloseCode.replaced,
  terminated: CloseCode.terminated,
  unreadable: CloseCode.unreadable,
  slow_reader: CloseCode.slowReader,
  rate_limited: CloseCode.rateLimited,
  server_closed: CloseCode.goingAway,
};
