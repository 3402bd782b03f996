import type { CloseReason, Fault, SampleBlock, Step } from '@stepstream/protocol';
import { createDetection, type Detection } from '@stepstream/protocol/codec/server';
import { type EndReason, Hooks, ReusedSampleTrace } from '../hooks/index.ts';
import type { Beginning, Connection } from './connection.ts';
import { IdleTimer } from './idle-timer.ts';
import type { RegistryOptions } from './registry-options.ts';
import {
  DetachedSessions,
  type Resumable,
  type ResumeLimits,
  type ResumeRequest,
} from './resume.ts';
import { Session } from './session.ts';
import type { SessionContext } from './session-context.ts';
import { tellSteps } from './tell-steps.ts';

/** A live session and the way to its client. */
interface Entry {
  readonly session: Session;
  readonly connection: Connection;
}

const NO_RESUME: ResumeLimits = { windowSeconds: 0, most: 0 };

/**
 * All sessions of a server. It owns each from its beginning to its end; whichever way a session ends
 * goes through {@link end}, which leaves nothing of it behind. A session whose connection is lost may
 * be kept for its client to come back; it is not live then.
 */
export class SessionRegistry {
  readonly #context: SessionContext;
  readonly #hooks: Hooks;
  readonly #maxSessions: number;
  readonly #entries = new Map<string, Entry>();
  readonly #detached: DetachedSessions;
  /** Live and detached ones. */
  readonly #byUser = new Map<string, Session>();
  readonly #byToken = new Map<string, Session>();
  readonly #idleTimer: IdleTimer;
  readonly #trace = new ReusedSampleTrace();
  /** Whether listeners are being told of samples. */
  #isTelling = false;
  #totalRequests = 0;
  /** Why no session begins any more. */
  #closing: 'restarting' | 'server_closed' | undefined;
  readonly #keep: NonNullable<RegistryOptions['keep']>;

  constructor(options: RegistryOptions) {
    const { clock, model, timeoutSeconds, resume = NO_RESUME, hooks = new Hooks() } = options;
    this.#hooks = hooks;
    this.#keep = options.keep?.bind(options) ?? (() => false);
    this.#maxSessions = options.maxSessions || Number.POSITIVE_INFINITY;
    const onExpire = (session: Session) => this.end(session, 'disconnected');
    this.#detached = new DetachedSessions(clock, resume, onExpire);
    this.#idleTimer = new IdleTimer(clock, {
      sessions: () => this.sessions(),
      onIdle: (session) => this.end(session, 'timed_out'),
    });
    this.#context = {
      clock,
      model,
      timeoutSeconds,
      maxRate: options.maxRate ?? 0,
      resumeSeconds: this.#detached.enabled ? resume.windowSeconds : 0,
      detection: createDetection(),
    };
  }

  /** What all sessions of this registry have in common. */
  get context(): SessionContext {
    return this.#context;
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

  /**
   * Why no session can begin, where none can: there is no room for another, or the server goes away.
   * Whoever takes the place of a live session needs no room.
   */
  refusal(
    userId?: string,
    request?: ResumeRequest,
  ): 'restarting' | 'server_closed' | 'server_full' | undefined {
    if (this.#closing) return this.#closing;
    return this.#isFull(userId, request) ? 'server_full' : undefined;
  }

  #isFull(userId?: string, request?: ResumeRequest): boolean {
    if (this.#entries.size < this.#maxSessions) return false;
    const own = request && this.#byToken.get(request.token);
    const before = own ?? (userId === undefined ? undefined : this.#byUser.get(userId));
    return before === undefined || !this.#entries.has(before.id);
  }

  /**
   * Begins a session, or goes on with the one that the client has come back to. A session of the same user
   * is replaced.
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
      this.#byUser.set(userId, session);
      if (old) this.end(old, 'replaced');
    }
    if (session.resumeToken !== undefined) this.#byToken.set(session.resumeToken, session);
    this.#attach(session, connection, { resumed: false, refusal: found?.refusal });
    // A listener that was told of the old one's end may have begun a newer one of the same user.
    if (userId !== undefined && this.#byUser.get(userId) !== session) this.end(session, 'replaced');
    return session;
  }

  /** The session's connection is gone. It is kept for its client to come back, or ends. */
  disconnect(session: Session): void {
    if (!this.#detached.enabled) {
      this.end(session, 'disconnected');
    } else if (this.#entries.delete(session.id)) {
      this.#idleTimer.rest();
      this.#detached.add(session);
    }
  }

  /** Ends a session of this id that waits for its client to come back, if there is one. */
  forget(id: string): void {
    const session = this.#detached.get(id);
    if (session) this.end(session, 'terminated');
  }

  /**
   * Counts a message of a client, whatever it holds, and moves the session's deadline.
   *
   * @param nowMs the clock's monotonic time, if the caller has just read it
   */
  touch(session: Session, nowMs?: number): void {
    this.#totalRequests++;
    session.touch(nowMs);
  }

  /** Hands samples to their session, and tells whoever listens; see {@link Session.push}. */
  push(session: Session, block: SampleBlock): Detection | Fault {
    const hooks = this.#hooks;
    const { id } = session;
    // A listener may push samples itself; what others are being told of must stay as it is.
    const isNested = this.#isTelling;
    const trace = hooks.wants('samples', id)
      ? (isNested ? new ReusedSampleTrace() : this.#trace).of(block)
      : undefined;
    const result = session.push(block, trace, isNested ? createDetection() : undefined);
    if (result.kind === 'fault') return result;
    this.#isTelling = true;
    if (trace) hooks.emit('samples', id, session, trace);
    tellSteps(hooks, session, result.steps, result.totalSteps);
    this.#isTelling = isNested;
    return result;
  }

  /**
   * A session's stream has ended: counts the steps that its end confirms, and tells whoever listens.
   * {@link end} does so, too; each step counts once.
   */
  finish(session: Session): readonly Step[] {
    const steps = session.finish();
    tellSteps(this.#hooks, session, steps, session.steps);
    return steps;
  }

  /** The live session of this id. */
  get(id: string): Session | undefined {
    return this.#entries.get(id)?.session;
  }

  /** The session of a user, live or waiting for its client to come back. */
  ofUser(userId: string): Session | undefined {
    return this.#byUser.get(userId);
  }

  /** All live sessions, oldest first. */
  *sessions(): Iterable<Session> {
    for (const { session } of this.#entries.values()) yield session;
  }

  /** Ends a session: tells its connection, forgets it. Does so once. */
  end(session: Session, reason: EndReason): void {
    const entry = this.#forget(session);
    if (!entry) return;
    this.finish(session);
    if (reason !== 'disconnected') entry.connection?.end(reason);
    this.#hooks.emit('sessionEnd', session.id, session, reason);
  }

  /** Begins no session any more, and goes on with none; those that are live stay so. */
  refuse(reason: 'restarting' | 'server_closed'): void {
    this.#closing ??= reason;
  }

  /**
   * Lets go of a session because the server goes away. Nothing more is taken in for it here: it goes on elsewhere,
   * from what is kept of it now, with the steps that it still owes. Where it can't go on, it ends.
   *
   * @returns the way to its client, who has not been told yet, if it is connected
   */
  letGo(session: Session, reason: 'restarting' | 'server_closed'): Connection | undefined {
    const entry = this.#forget(session);
    if (!entry) return undefined;
    const { connection } = entry;
    const goesOn = !connection?.isLocal && this.#keep(session);
    if (!goesOn) this.finish(session);
    connection?.hold();
    this.#hooks.emit('sessionEnd', session.id, session, reason);
    return connection;
  }

  /** Lets go of all sessions; none begins any more. */
  close(reason: 'restarting' | 'server_closed'): void {
    this.refuse(reason);
    for (const session of this.all()) this.letGo(session, reason)?.end(reason);
  }

  /** Ends all sessions. */
  endAll(reason: CloseReason): void {
    for (const session of this.all()) this.end(session, reason);
  }

  /** All sessions, the live ones first, and then those that wait for their clients. */
  all(): readonly Session[] {
    return [...this.sessions(), ...this.#detached.all()];
  }

  /** Takes a session out; undefined where it is none of ours any more. */
  #forget(session: Session): { readonly connection: Connection | undefined } | undefined {
    const entry = this.#entries.get(session.id);
    if (!entry && !this.#detached.remove(session)) return undefined;
    this.#entries.delete(session.id);
    if (session.resumeToken !== undefined) this.#byToken.delete(session.resumeToken);
    if (session.userId !== undefined && this.#byUser.get(session.userId) === session) {
      this.#byUser.delete(session.userId);
    }
    this.#idleTimer.rest();
    return { connection: entry?.connection };
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
    this.#entries.get(session.id)?.connection.leave();
    session.comeBack();
    this.#attach(session, connection, { resumed: true, answered });
  }

  #attach(session: Session, connection: Connection, beginning: Beginning): void {
    this.#entries.set(session.id, { session, connection });
    this.#idleTimer.watch(session.deadlineMs);
    connection.begin(session, beginning);
    this.#hooks.emit('sessionStart', session.id, session, { resumed: beginning.resumed });
  }
}
