import type { Checkpoint, SessionStarted } from '@stepstream/protocol';
import { notSaved, type StepstreamError } from './errors.ts';
import type { FrameLog } from './frame-log.ts';
import type { ClientClock } from './options.ts';

/** What can be told of how long frames are kept. */
export interface RetentionOptions {
  readonly clock: ClientClock;
  readonly maxKept: number;
}

/** Sees to it that frames are kept for as long as the server can lose them, and no longer. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #log: FrameLog;
  readonly #report: (error: StepstreamError) => void;
  /** How long the server keeps a session of which it hears nothing, in milliseconds. */
  #window = 0;
  /** Until then the server knows the session, if it knows anything. */
  #knownUntil = 0;
  #isReported = false;

  constructor(options: RetentionOptions, log: FrameLog, report: (error: StepstreamError) => void) {
    this.#options = options;
    this.#log = log;
    this.#report = report;
  }

  /**
   * Whether the server has failed before it had saved anything of the session, so that all of it must
   * go to the new one: the token is unknown, though the session must have been there a moment ago.
   */
  isLost({ reason }: SessionStarted): boolean {
    return reason === 'unknown_token' && this.#options.clock.now() < this.#knownUntil;
  }

  /** A session has begun, or goes on. */
  begin(greeting: SessionStarted): void {
    const { checkpoint_interval_seconds, resume_window_seconds = 0, timeout_seconds } = greeting;
    this.#log.keeping = checkpoint_interval_seconds !== undefined;
    this.#window = 1000 * Math.min(resume_window_seconds, timeout_seconds);
    this.heard();
  }

  /** The session is known to live. */
  heard(): void {
    const { clock, maxKept } = this.#options;
    this.#knownUntil = clock.now() + this.#window;
    this.#log.trim();
    if (this.#log.isOverdue && !this.#isReported) this.#report(notSaved(maxKept));
    this.#isReported = this.#log.isOverdue;
  }

  /** The server has saved frames, with all that came of them. */
  saved({ total_requests }: Checkpoint): void {
    this.#log.cover(total_requests);
  }
}
