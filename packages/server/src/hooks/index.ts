/** The engine's hooks: what it tells whoever listens, and asks who may connect. */
export { claimUser } from './claim-user.ts';
export type { Authentication, ErrorContext, Identity, Subscriptions } from './events.ts';
export { Hooks, type ListenOptions } from './hooks.ts';
export { ReusedSampleTrace, type SampleTrace } from './sample-trace.ts';
export type { EndReason, StepSession } from './step-session.ts';
