/** The sockets: one owner each, turns between clients, and the transport of whichever runtime. */
export {
  MAX_BACKLOG_BYTES,
  StreamConnection,
  type StreamContext,
  type StreamRequest,
} from './connection.ts';
export { Pinger } from './pinger.ts';
export { readCheckpoints, readResume } from './resume-query.ts';
export { matchStream, STREAM_PATH } from './route.ts';
export { Scheduler } from './scheduler.ts';
export type { Admission, Socket, SocketHandler, SocketObserver } from './socket.ts';
export { TimeStamp } from './time-stamp.ts';
