import { type CloseReason, fault, type ServerMessage } from '@stepstream/protocol';
import type { ClientFrame } from '@stepstream/protocol/codec';
import type { Timer } from './clock.ts';
import type { EndReason } from './close-reasons.ts';
import {
  DetachedSessions,
  type Resumable,
  type ResumeLimits,
  type ResumeRequest,
} from './resume.ts';
import { Session, type SessionContext } from './session.ts';
import { TimeStamp } from './time-stamp.ts';

/** The way to a client, as sessions see it; a socket on the server, an array in a test. */
export interface Connection {
  send(message: ServerMessage): void;
  /** Sends a message that is written already: the answers to samples. */
  sendText(json: string): void;
  /** Closes after what was sent has gone out. */
  close(reason: CloseReason): void;
}

/** What a registry needs to be told. */
export type RegistryOptions = Pick<
  SessionContext,
  'clock' | 'model' | 'timeoutSeconds' | 'maxRate'
> & {
  /** Sessions that may be live at once; 0, the default, for any number. */
  readonly maxSessions?: number;
  /** Which sessions are kept when their connection is lost. Default: none. */
  readonly resume?: ResumeLimits;
  /** Told of each session that ends, after it is gone. */
  readonly onEnd?: (session: Session, reason: EndReason) => void;
};

/** A live session and the way to its client. */
interface Entry {
  readonly session: Session;
  readonly connection: Connection;
}

const NO_RESUME: ResumeLimits = { windowSeconds: 0, most: 0 };

/** The idle timer for silent sessions never runs more often than this, in milliseconds. */
const MIN_IDLE_CHECK_MS = 50;

/**
 * All sessions of a server. It owns each from its beginning to its end; whichever way a session ends
 * goes through {@link end}, which leaves nothing of it behind. A session whose connection is lost may
 * be kept for its client to come back; it is not live then.
 */
export class SessionRegistry {
  readonly #context: SessionContext;
  readonly #onEnd: RegistryOptions['onEnd'];
  readonly #maxSessions: number;
  readonly #entries = new Map<string, Entry>();
  readonly #detached: DetachedSessions;
  /** Live and detached ones. */
  readonly #byUser = new Map<string, Session>();
  readonly #byToken = new Map<string, Session>();
  #totalRequests = 0;
  /** One timer for all sessions, running only while there are any. */
  #idleTimer: Timer | undefined;

  constructor(options: RegistryOptions) {
    this.#onEnd = options.onEnd;
    this.#maxSessions = options.maxSessions || Number.POSITIVE_INFINITY;
    const resume = options.resume ?? NO_RESUME;
    this.#detached = new DetachedSessions(options.clock, resume, (session) =>
      this.end(session, 'disconnected'),
    );
    this.#context = {
      clock: options.clock,
      model: options.model,
      timeoutSeconds: options.timeoutSeconds,
      maxRate: options.maxRate ?? 0,
      timeStamp: new TimeStamp(options.clock),
      resumeSeconds: this.#detached.enabled ? resume.windowSeconds : 0,
      activeSessions: () => this.#entries.size,
      totalRequests: () => this.#totalRequests,
    };
  }

  /** Sessions that are live now. */
  get size(): number {
    return this.#entries.size;
  }

  /** Sessions that wait for their clients to come back. */
  get detached(): number {
    return this.#detached.size;
  }

  /** Messages of all clients since the server began. */
  get totalRequests(): number {
    return this.#totalRequests;
  }

  /** Whether there is no room for another live session; whoever takes the place of one needs none. */
  isFull(userId?: string, request?: ResumeRequest): boolean {
    if (this.#entries.size < this.#maxSessions) return false;
    const own = request && this.#byToken.get(request.token);
    const before = own ?? (userId === undefined ? undefined : this.#byUser.get(userId));
    return before === undefined || !this.#entries.has(before.id);
  }

  /**
   * Begins a session and greets its client; or goes on with the one that the client has come back
   * to. A session of the same user is replaced.
   */
  begin(connection: Connection, userId?: string, request?: ResumeRequest): Session {
    const found = request && this.#find(request, userId);
    if (found && 'session' in found) {
      this.#reattach(found.session, connection, request?.answered);
      return found.session;
    }
    const session = new Session(crypto.randomUUID(), userId, this.#context);
    if (userId !== undefined) {
      const old = this.#byUser.get(userId);
      if (old) this.end(old, 'replaced');
      this.#byUser.set(userId, session);
    }
    if (session.resumeToken !== undefined) this.#byToken.set(session.resumeToken, session);
    this.#entries.set(session.id, { session, connection });
    this.#watch(session.deadline);
    connection.send(session.greet(found?.refusal));
    return session;
  }

  /** The session's connection is gone. It is kept for its client to come back, or ends. */
  disconnect(session: Session): void {
    if (!this.#detached.enabled) {
      this.end(session, 'disconnected');
    } else if (this.#entries.delete(session.id)) {
      this.#restIfEmpty();
      this.#detached.add(session);
    }
  }

  /** Ends a session of this id that waits for its client to come back, if there is one. */
  forget(id: string): void {
    const session = this.#detached.get(id);
    if (session) this.end(session, 'terminated');
  }

  /**
   * Hands a client's frame to its session and the answer to the client. What a client sent before
   * it could hear of its session's end is not answered.
   *
   * @param now the clock's monotonic time, if the caller has just read it
   */
  receive(session: Session, frame: ClientFrame, now?: number): void {
    const entry = this.#entries.get(session.id);
    if (!entry) return;
    this.#totalRequests++;
    session.touch(now);
    if (frame.kind === 'samples') {
      const text = session.answerText(frame);
      if (text !== undefined) entry.connection.sendText(text);
      if (session.hasExceededRefusals) this.end(session, 'rate_limited');
      return;
    }
    const answer = session.answer(frame);
    if (answer) entry.connection.send(answer);
    if (frame.kind === 'stop') this.end(session, 'stopped');
  }

  /** Answers a message, which has been counted, that the server itself failed on. */
  sendInternalError(session: Session): void {
    const entry = this.#entries.get(session.id);
    const answer = session.answer(fault('internal_error', 'The server failed on this message'));
    if (answer) entry?.connection.send(answer);
  }

  /** The live session of this id. */
  get(id: string): Session | undefined {
    return this.#entries.get(id)?.session;
  }

  /** All live sessions, oldest first. */
  *sessions(): Iterable<Session> {
    for (const { session } of this.#entries.values()) yield session;
  }

  /** Ends a session: tells the client, closes its connection, forgets it. Does so once. */
  end(session: Session, reason: EndReason): void {
    const entry = this.#entries.get(session.id);
    if (!entry && !this.#detached.remove(session)) return;
    this.#entries.delete(session.id);
    if (session.resumeToken !== undefined) this.#byToken.delete(session.resumeToken);
    if (session.userId !== undefined && this.#byUser.get(session.userId) === session) {
      this.#byUser.delete(session.userId);
    }
    this.#restIfEmpty();
    if (entry && reason !== 'disconnected') {
      const closeMessage = session.closeMessage(reason);
      if (closeMessage) entry.connection.send(closeMessage);
      entry.connection.close(reason);
    }
    this.#onEnd?.(session, reason);
  }

  /** Ends all sessions. */
  endAll(reason: EndReason): void {
    for (const { session } of [...this.#entries.values()]) this.end(session, reason);
    for (const session of this.#detached.all()) this.end(session, reason);
  }

  #find({ token }: ResumeRequest, userId: string | undefined): Resumable {
    const session = this.#byToken.get(token);
    if (!session) return { refusal: 'unknown_token' };
    if (userId !== undefined && userId !== session.userId) return { refusal: 'other_user' };
    return { session };
  }

  /**
   * Gives a session a new connection. The old one may still look alive, when only its client knows
   * that it is dead.
   */
  #reattach(session: Session, connection: Connection, answered: number | undefined): void {
    this.#detached.remove(session);
    this.#entries.get(session.id)?.connection.close('replaced');
    this.#entries.set(session.id, { session, connection });
    connection.send(session.welcomeBack(answered));
    this.#watch(session.deadline);
  }

  #restIfEmpty(): void {
    if (this.#entries.size > 0) return;
    this.#idleTimer?.cancel();
    this.#idleTimer = undefined;
  }

  /** Sees to it that the idle timer runs when a session may have been silent for too long. */
  #watch(deadline: number): void {
    if (this.#idleTimer) return;
    const { clock } = this.#context;
    const delay = Math.max(deadline - clock.monotonic(), MIN_IDLE_CHECK_MS);
    this.#idleTimer = clock.after(delay, () => {
      this.#idleTimer = undefined;
      this.#endSilentSessions();
    });
  }

  /** All sessions have the same timeout, so a scan finds both who is overdue and who is next. */
  #endSilentSessions(): void {
    const now = this.#context.clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const { session } of [...this.#entries.values()]) {
      if (session.deadline <= now) this.end(session, 'timed_out');
      else next = Math.min(next, session.deadline);
    }
    if (next < Number.POSITIVE_INFINITY) this.#watch(next);
  }
}
