/** One person's detector, counts and settings, and the registry of all of them. */

export type { StepSession } from '../hooks/index.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export type { Beginning, Connection } from './connection.ts';
export type { MinuteCount } from './minute-counts.ts';
export { type OpenOptions, OpenSession, type PushResult } from './open-session.ts';
export { SessionRegistry } from './registry.ts';
export type { RegistryOptions } from './registry-options.ts';
export type { Resumable, ResumeRequest, Waiting } from './resume.ts';
export { parseResumeToken, type ResumeToken, tokenDigest } from './resume-token.ts';
export { Session } from './session.ts';
export type { SessionContext } from './session-context.ts';
export {
  factsOf,
  localDirectory,
  pageOf,
  type SessionDirectory,
  type SessionFacts,
  type SessionPage,
  type SessionQuery,
} from './session-directory.ts';
export type { SessionKeeper } from './session-keeper.ts';
export { type SavedSession, SESSION_STATE_VERSION } from './session-state.ts';
export { createSessions, type Sessions } from './sessions.ts';
export { SessionStateError } from './state-walk.ts';
