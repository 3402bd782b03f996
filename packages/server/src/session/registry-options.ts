import type { DetectorModel } from '@stepstream/detector';
import type { Hooks } from '../hooks/index.ts';
import type { Clock } from './clock.ts';
import type { ResumeLimits } from './resume.ts';
import type { Session } from './session.ts';

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
  /**
   * Saves the state of a session that this server lets go of, for whichever server goes on with it. False where
   * none can: then the session ends. Default: none can.
   */
  keep?(session: Session): boolean;
  /** Who is told of what happens. Default: nobody. */
  readonly hooks?: Hooks;
}
