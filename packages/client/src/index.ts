/** The library for apps: connect, stream, resume; the motion of a browser's device. No dependency. */

export type { Sample } from '@stepstream/protocol';
export { StepstreamClient } from './client.ts';
export { connect } from './connect.ts';
export {
  fromDeviceMotion,
  type MotionOptions,
  type MotionSource,
  requestMotionPermission,
} from './device-motion.ts';
export { StepstreamError, type StepstreamErrorCode } from './errors.ts';
export type {
  ClientEvents,
  ClientState,
  HintEvent,
  StateEvent,
  StepEvent,
  UpdateEvent,
} from './events.ts';
export type {
  ClientClock,
  ClientSettings,
  ClientStorage,
  ConnectOptions,
  RequestOptions,
  SocketConstructor,
  SocketLike,
} from './options.ts';
export type { Counters, SessionInfo, Stats, StopSummary } from './stats.ts';
