import type { DetectorModel } from '@stepstream/detector';
import type { Detection } from '@stepstream/protocol/codec';
import type { Clock } from './clock.ts';

/** What a session shares with all others of its server. */
export interface SessionContext {
  readonly clock: Clock;
  readonly model: DetectorModel;
  /** Seconds of silence after which a session ends. */
  readonly timeoutSeconds: number;
  /** Samples a second that a client may send in the long run; 0 for as many as it can. */
  readonly maxRate: number;
  /** Seconds for which a session can be resumed once its connection is lost; 0 for not at all. */
  readonly resumeSeconds: number;
  /** What each session's `push` fills and returns. */
  readonly detection: Detection;
}
