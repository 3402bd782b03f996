import type { StepEvent, UserSessionEvent } from '@stepstream/protocol';
import type { EndReason } from '../hooks/index.ts';
import { eventBytes, OPENING } from './event-text.ts';
import { formatPosition, isAfter, type StepPosition } from './step-position.ts';
import { StepRing } from './step-ring.ts';
import type { HookStep, SessionView } from './user-elsewhere.ts';

/** Somebody who watches a user. */
export interface Watcher {
  /** Takes bytes of the stream. */
  send(bytes: Uint8Array): void;
  /** Ends the stream. */
  close(): void;
}

/** One user who is watched: the last steps, and who is told of the next. */
export class UserChannel {
  readonly userId: string;
  readonly #ring = new StepRing();
  /** Each watcher, and the step up to which it has heard all of a session before it came here. */
  readonly #watchers = new Map<Watcher, StepPosition | undefined>();
  #session: SessionView | undefined;

  /** @param session the user's live session, where there is one */
  constructor(userId: string, session: SessionView | undefined) {
    this.userId = userId;
    this.#session = session;
  }

  /** Resolves when it is known whether the user walks elsewhere; undefined where it is. */
  ready: Promise<void> | undefined;

  /** Those who watch. */
  get watchers(): Iterable<Watcher> {
    return this.#watchers.keys();
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  /**
   * Begins to tell a watcher: what it has missed, how things stand, and from then on each step.
   *
   * @param last the last step that it has heard of; `unknown` where it names one that can't be read
   * @param now Unix time, as the wire has it
   */
  join(watcher: Watcher, last: StepPosition | 'unknown' | undefined, now: string): void {
    // First, as one that is dropped in the middle leaves.
    this.#watchers.set(watcher, last === 'unknown' ? undefined : last);
    watcher.send(OPENING);
    const isKnown = last !== undefined && last !== 'unknown';
    const missed = isKnown ? this.#ring.after(last) : { steps: [], isComplete: last === undefined };
    for (const { bytes } of missed.steps) watcher.send(bytes);
    const isComplete = missed.isComplete || (isKnown && this.#isAtMost(last));
    const state = this.#state(now, last === undefined ? {} : { gap: !isComplete });
    watcher.send(eventBytes('session', state));
  }

  /** Tells a watcher no more. False where it was not told before. */
  leave(watcher: Watcher): boolean {
    return this.#watchers.delete(watcher);
  }

  /** The user's session has begun, or its client has come back to it. */
  began(session: SessionView, now: string): void {
    this.#session = session;
    this.#tell(eventBytes('session', this.#state(now)));
  }

  /** A session of the user has ended. One that was replaced before is nobody's concern. */
  ended(session: SessionView, reason: EndReason, now: string): void {
    if (this.#session !== undefined && this.#session.id !== session.id) return;
    this.#session = session;
    this.#tell(eventBytes('session', { ...this.#state(now), is_active: false, reason }));
    this.#session = undefined;
  }

  /** A step of the user was confirmed. */
  step(session: SessionView, step: HookStep, now: string): void {
    const { timestamp, foot, confidence, total } = step;
    const position = { session: session.id, samples: session.samples, total };
    const event: StepEvent = {
      user_id: this.userId,
      session_id: session.id,
      total_steps: total,
      step: { timestamp, foot, confidence },
      timestamp: now,
    };
    const bytes = eventBytes('step', event, formatPosition(position));
    this.#ring.add({ position, bytes });
    for (const [watcher, last] of this.#watchers) {
      // A session that was restored tells some steps again.
      if (last?.session === session.id && !isAfter(position, last)) continue;
      watcher.send(bytes);
    }
  }

  #tell(bytes: Uint8Array): void {
    for (const watcher of this.#watchers.keys()) watcher.send(bytes);
  }

  /** Whether the session has come no further than the step that somebody heard of last. */
  #isAtMost({ session, samples, total }: StepPosition): boolean {
    const own = this.#session;
    if (own?.id !== session) return false;
    return own.steps === total || (own.steps < total && own.samples <= samples);
  }

  #state(now: string, more: Pick<UserSessionEvent, 'gap'> = {}): UserSessionEvent {
    return {
      user_id: this.userId,
      session_id: this.#session?.id ?? null,
      is_active: this.#session !== undefined,
      total_steps: this.#session?.steps ?? 0,
      ...more,
      timestamp: now,
    };
  }
}
