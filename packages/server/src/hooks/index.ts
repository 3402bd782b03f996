/** The engine's hooks: what it tells whoever listens, and asks who may connect. */
export { claimUser, mayAdminister, mayReadHistory, type UserClaim } from './claim-user.ts';
export type {
  Authentication,
  ErrorContext,
  Identity,
  Said,
  Scope,
  Subscriptions,
} from './events.ts';
export { Hooks, type ListenOptions } from './hooks.ts';
export { ReusedSampleTrace, type SampleTrace } from './sample-trace.ts';
export type { EndReason, StepSession } from './step-session.ts';
