import type { Step } from '@stepstream/protocol';
import type { SampleTrace } from './sample-trace.ts';
import type { EndReason, StepSession } from './step-session.ts';

/** What somebody may do: stream, read the history of users, or see and end what others do. */
export type Scope = 'stream' | 'history:read' | 'admin';

/** Who connects. */
export interface Identity {
  /** The user that the session is of; a name in the address must be the same or absent. */
  readonly userId?: string;
  /** What they may do. Default: stream, and read the history of their own. */
  readonly scope?: readonly Scope[];
  /** The only users for whom they may do it. Default: themselves; with `admin` everybody. */
  readonly users?: readonly string[];
  /** Until when this holds, in Unix seconds; then the session ends (close 4401). Default: for good. */
  readonly expiresAt?: number;
}

/**
 * What is known of who connects: false where they were refused, `token_required` where they are still to say who
 * they are, `unavailable` where it can't be told now. Undefined where nobody decides.
 */
export type Authentication = Identity | undefined | false | 'token_required' | 'unavailable';

/** What a listener of `authenticate` says. */
export type Said = Identity | false | 'token_required' | undefined;

/** Where something went wrong. */
export interface ErrorContext {
  /** What was being done: the name of a hook, `frame`, `request`, … */
  readonly during: string;
  /** Id of the session that it concerns, where it concerns one. */
  readonly session?: string | undefined;
  /** The `X-Request-Id` of the request that failed, where one did. */
  readonly request?: string | undefined;
}

/** What listeners of each hook are told, or asked. */
export interface Subscriptions {
  /**
   * Asked before a stream or a push begins, and when somebody asks for the history of a user. `false` refuses
   * (close 4401); an identity binds the session to its user; `undefined` leaves it to the other listeners. With
   * `token_required`, the client of a stream is asked to send a token in a message, and the hook is called again
   * with the same request and that token in `authorization`. May be async. If one throws or takes too long, the
   * client is told to come back later (close 1013).
   */
  authenticate(request: Request): Said | Promise<Said>;
  /** A session has begun, or its client has come back to it. */
  sessionStart(session: StepSession, info: { readonly resumed: boolean }): void | Promise<void>;
  /** A frame of samples was counted. Runs in the path of every sample: be quick, don't await. */
  samples(session: StepSession, trace: SampleTrace): void | Promise<void>;
  /**
   * A step was confirmed; `total` is the session's count including it. The end of the session may confirm the
   * last steps, just before `sessionEnd`.
   */
  step(session: StepSession, step: Step & { readonly total: number }): void | Promise<void>;
  /**
   * A session has ended here, and is no longer listed. If it `goesOn`, it was saved, and another process may continue
   * it: `sessionStart` there says that it is resumed.
   */
  sessionEnd(
    session: StepSession,
    reason: EndReason,
    info: { readonly goesOn: boolean },
  ): void | Promise<void>;
  /** Something failed unexpectedly, in the engine or in a listener. */
  error(error: unknown, context: ErrorContext): void | Promise<void>;
}
