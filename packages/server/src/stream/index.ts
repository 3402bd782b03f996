/** The sockets: one owner each, turns between clients, and the transport of whichever runtime. */
export type { ClaimProblem, ClaimResult, TokenClaim } from './claim.ts';
export { MAX_UNREAD_BYTES, StreamConnection } from './connection.ts';
export { ControlBudget } from './control-budget.ts';
export { Crowd, type Member } from './crowd.ts';
export type { RawFrame } from './frame-backlog.ts';
export type { FrameObserver } from './frame-observer.ts';
export { type FrameTap, FrameTaps } from './frame-taps.ts';
export { Outbox, type Reader } from './outbox.ts';
export { Pinger } from './pinger.ts';
export { readCheckpoints, readResume, readResumeByMessage } from './resume-query.ts';
export { ResumeSocket } from './resume-socket.ts';
export { matchStream, STREAM_PATH } from './route.ts';
export { Scheduler } from './scheduler.ts';
export {
  type Admission,
  observers,
  type Socket,
  type SocketHandler,
  type SocketObserver,
} from './socket.ts';
export type { StreamContext, StreamRequest } from './stream-context.ts';
export { TimeStamp } from './time-stamp.ts';
export { TokenSocket } from './token-socket.ts';
export { TokenWatch } from './token-watch.ts';
