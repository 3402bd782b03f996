import type { StepEvent } from '@stepstream/protocol';
import type { EndReason, StepSession } from '../hooks/index.ts';

/** What events tell of a session. */
export type SessionView = Pick<StepSession, 'id' | 'samples' | 'steps'>;

/** A step as the hook tells it. */
export type HookStep = StepEvent['step'] & { readonly total: number };

/** Told of the sessions of a user. */
export interface UserListener {
  began(session: SessionView): void;
  ended(session: SessionView, reason: EndReason): void;
  step(session: SessionView, step: HookStep): void;
}

/** The users whose sessions are at other servers. */
export interface UsersElsewhere {
  /**
   * Tells of a user's sessions from now on. Resolves when it does so, and has told of the one that there is. Never
   * rejects, and takes no longer than somebody waits.
   */
  follow(userId: string, listener: UserListener): Promise<void>;
  /** Tells no more of a user. */
  unfollow(userId: string): void;
}
