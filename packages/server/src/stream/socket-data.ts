import type { ResumeRequest, Session, Timer } from '../session/index.ts';

/** What a socket carries: whose it is, and its session while it has one. */
export interface SocketData {
  readonly userId: string | undefined;
  /** The session that the client wants to go on with. */
  readonly resume: ResumeRequest | undefined;
  session?: Session | undefined;
  /** Frames in a row that could not even be read. */
  unreadable: number;
  /** A close that waits until what was sent before it has gone out, and the end of its patience. */
  closing?: { readonly close: () => void; readonly patience: Timer };
  /** Kept by `Scheduler`: what it has been served at once, and since when, in milliseconds. */
  served: number;
  servedSince: number;
  /** Frames that wait for their turn, where a client sends more than its share. */
  backlog?: Backlog;
}

/** Frames in the order in which they came, and what all that came have cost. */
export interface Backlog {
  readonly frames: (string | Buffer)[];
  cost: number;
}

/** What the socket of a new connection carries. */
export function newSocketData(
  userId: string | undefined,
  resume: ResumeRequest | undefined,
): SocketData {
  return { userId, resume, unreadable: 0, served: 0, servedSince: 0 };
}
