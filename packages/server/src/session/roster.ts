import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import { DetachedSessions, type ResumeLimits, type Waiting } from './resume.ts';
import { parseResumeToken } from './resume-token.ts';
import type { Session } from './session.ts';

/** A live session and the way to its client. */
interface Entry {
  readonly session: Session;
  readonly connection: Connection;
}

/** The sessions that are here: live ones, and those whose clients may come back. A user has one of all of them. */
export class Roster {
  readonly #live = new Map<string, Entry>();
  readonly #detached: DetachedSessions;
  readonly #byUser = new Map<string, Session>();

  /** @param onExpire told of a session that nobody came back to; it calls {@link take} */
  constructor(clock: Clock, resume: ResumeLimits, onExpire: (session: Session) => void) {
    this.#detached = new DetachedSessions(clock, resume, onExpire);
  }

  /** Live ones. */
  get size(): number {
    return this.#live.size;
  }

  /** Those that wait for their clients. */
  get detached(): number {
    return this.#detached.size;
  }

  /** Whether clients can come back at all. */
  get canDetach(): boolean {
    return this.#detached.enabled;
  }

  /** Whether so many are live that no other can be; who takes the place of a live one needs no room. */
  isFull(most: number, userId?: string, token?: string): boolean {
    if (this.size < most) return false;
    const own = token === undefined ? undefined : this.ofToken(token);
    const before = own ?? (userId === undefined ? undefined : this.ofUser(userId));
    return before === undefined || !this.#live.has(before.id);
  }

  /** The live session of this id. */
  live(id: string): Session | undefined {
    return this.#live.get(id)?.session;
  }

  /** The session of this id, if it waits for its client. */
  waiting(id: string): Session | undefined {
    return this.#detached.get(id);
  }

  /** The session of a resume token. */
  ofToken(token: string): Session | undefined {
    const id = parseResumeToken(token)?.sessionId;
    const session = id === undefined ? undefined : (this.live(id) ?? this.waiting(id));
    return session?.admits(token) ? session : undefined;
  }

  /** A user's session. */
  ofUser(userId: string): Session | undefined {
    return this.#byUser.get(userId);
  }

  /** The live ones, oldest first. */
  *sessions(): Iterable<Session> {
    for (const { session } of this.#live.values()) yield session;
  }

  /** Those that wait for their clients. */
  away(): Iterable<Waiting> {
    return this.#detached.waiting();
  }

  /** All of them, the live ones first. */
  all(): readonly Session[] {
    return [...this.sessions(), ...this.#detached.all()];
  }

  /** A session is its user's from now on. */
  claim(session: Session): void {
    if (session.userId !== undefined) this.#byUser.set(session.userId, session);
  }

  /** Sees to it that all is counted that was sent to the session of a token, or of a user. */
  settle(userId: string | undefined, token: string | undefined): void {
    const own = token === undefined ? undefined : this.ofToken(token);
    const session = own ?? (userId === undefined ? undefined : this.ofUser(userId));
    if (session) this.settleOf(session);
  }

  /** Sees to it that all is counted that was sent to a session. */
  settleOf({ id }: Session): void {
    this.#live.get(id)?.connection.settle?.();
  }

  /** A session is live from now on; returns the way to its client until now. */
  attach(session: Session, connection: Connection): Connection | undefined {
    const before = this.#live.get(session.id)?.connection;
    this.#detached.remove(session);
    this.#live.set(session.id, { session, connection });
    return before;
  }

  /** A session waits for its client from now on; it must not be live any more. */
  wait(session: Session, address: string | undefined): void {
    this.#detached.add(session, address);
  }

  /** A session is not live any more; returns where its client was, unless it was not live. */
  detach({ id }: Session): { readonly address: string | undefined } | undefined {
    const entry = this.#live.get(id);
    this.#live.delete(id);
    return entry && { address: entry.connection.address };
  }

  /** Takes a session out; undefined where it is not here. */
  take(session: Session): { readonly connection: Connection | undefined } | undefined {
    const entry = this.#live.get(session.id);
    if (!entry && !this.#detached.remove(session)) return undefined;
    this.#live.delete(session.id);
    const { userId } = session;
    if (userId !== undefined && this.#byUser.get(userId) === session) this.#byUser.delete(userId);
    return { connection: entry?.connection };
  }
}
