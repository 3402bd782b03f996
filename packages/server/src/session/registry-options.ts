import type { DetectorModel } from '@stepstream/detector';
import type { Hooks } from '../hooks/index.ts';
import type { Clock } from './clock.ts';
import type { ResumeLimits } from './resume.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** Why a server goes away. */
export type Leaving = 'restarting' | 'server_closed';

/** What a registry needs to be told. */
export interface RegistryOptions {
  readonly clock: Clock;
  readonly model: DetectorModel;
  /** Seconds of silence after which a session ends. */
  readonly timeoutSeconds: number;
  /** Samples a second that a client may send in the long run. Default: 0, as many as it can. */
  readonly maxRate?: number;
  /** Sessions that may be live at once. Default: 0, any number. */
  readonly maxSessions?: number;
  /** Which sessions are kept when their connection is lost. Default: none. */
  readonly resume?: ResumeLimits;
  /** Who keeps sessions beyond this process. Default: nobody. */
  readonly keeper?: SessionKeeper;
  /** Who is told of what happens. Default: nobody. */
  readonly hooks?: Hooks;
}
