/** One person's connection to a detector, and the registry of all of them. */
export { type Clock, systemClock, type Timer } from './clock.ts';
export type { EndReason } from './close-reasons.ts';
export type { SessionObserver } from './observer.ts';
export { type Connection, SessionRegistry } from './registry.ts';
export type { ResumeRequest } from './resume.ts';
export type { Session } from './session.ts';
