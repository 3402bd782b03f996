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
  /** What it has been served lately, kept by `FairShare`: when that began, and what it cost. */
  servedSince?: number;
  served?: number;
  /** Frames that wait for their turn, where a client sends more than its share. */
  backlog?: (string | Buffer)[];
}
