/** One person's detector, counts and settings, and the registry of all of them. */

export type { StepSession } from '../hooks/index.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export type { Beginning, Connection } from './connection.ts';
export { type OpenOptions, OpenSession, type PushResult } from './open-session.ts';
export { SessionRegistry } from './registry.ts';
export type { RegistryOptions } from './registry-options.ts';
export type { ResumeRequest } from './resume.ts';
export { Session } from './session.ts';
export type { SessionContext } from './session-context.ts';
export { createSessions, type Sessions } from './sessions.ts';
