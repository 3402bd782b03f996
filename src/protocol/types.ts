/** The contract's types alone: nothing of this is left at runtime. For whoever must stay light. */
export type { Sample } from './client-messages.ts';
export type { ServerMessage, SessionStarted, StepDetection } from './server-messages.ts';
export type { Settings } from './settings.ts';
