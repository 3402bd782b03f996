/** The sockets: one owner each, turns between clients, and the transport of whichever runtime. */
export {
  MAX_BACKLOG_BYTES,
  StreamConnection,
} from './connection.ts';
export { Pinger } from './pinger.ts';
export { readCheckpoints, readResume } from './resume-query.ts';
export { matchStream, STREAM_PATH } from './route.ts';
export { Scheduler } from './scheduler.ts';
export type { Admission, Socket, SocketHandler, SocketObserver } from './socket.ts';
export type { StreamContext, StreamRequest } from './stream-context.ts';
export { TimeStamp } from './time-stamp.ts';
