import type { Fault, SampleBlock, Step } from '@stepstream/protocol';
import { createDetection, type Detection } from '@stepstream/protocol/codec/server';
import { type EndReason, Hooks } from '../hooks/index.ts';
import type { Beginning, Connection } from './connection.ts';
import { IdleTimer } from './idle-timer.ts';
import { Intake } from './intake.ts';
import type { Leaving, RegistryOptions } from './registry-options.ts';
import type { Resumable, ResumeLimits, ResumeRequest, Waiting } from './resume.ts';
import { Resumption } from './resumption.ts';
import { Roster } from './roster.ts';
import { Session } from './session.ts';
import type { SessionContext } from './session-context.ts';
import type { SessionKeeper } from './session-keeper.ts';

const NO_RESUME: ResumeLimits = { windowSeconds: 0, most: 0 };

/**
 * All sessions of a server. It owns each from its beginning to its end; whichever way a session ends
 * goes through {@link end} or {@link letGo}, which leave nothing of it behind. A session whose connection is lost
 * may be kept for its client to come back; it is not live then.
 */
export class SessionRegistry {
  /** Finds what clients want to go on with. */
  readonly resumption: Resumption;
  /** What all sessions of this registry have in common. */
  readonly context: SessionContext;
  readonly #hooks: Hooks;
  readonly #maxSessions: number;
  readonly #roster: Roster;
  readonly #idleTimer: IdleTimer;
  /** Where samples come in, and are counted. */
  readonly intake: Intake;
  readonly #keeper: SessionKeeper | undefined;
  #totalRequests = 0;
  /** Why no session begins any more. */
  #closing: Leaving | undefined;

  constructor(options: RegistryOptions) {
    const { clock, model, timeoutSeconds, resume = NO_RESUME, hooks = new Hooks() } = options;
    this.#hooks = hooks;
    this.intake = new Intake(hooks);
    this.#keeper = options.keeper;
    this.#maxSessions = options.maxSessions || Number.POSITIVE_INFINITY;
    this.#roster = new Roster(clock, resume, (session) => this.end(session, 'disconnected'));
    this.#idleTimer = new IdleTimer(clock, {
      sessions: () => this.sessions(),
      onIdle: (session) => this.end(session, 'timed_out'),
    });
    this.context = {
      clock,
      model,
      timeoutSeconds,
      maxRate: options.maxRate ?? 0,
      resumeSeconds: this.#roster.canDetach ? resume.windowSeconds : 0,
      detection: createDetection(),
    };
    this.resumption = new Resumption(this.#roster, this.#keeper, this.context);
  }

  /** Sessions that are live now. */
  get size(): number {
    return this.#roster.size;
  }

  /** Sessions that wait for their clients to come back. */
  get detached(): number {
    return this.#roster.detached;
  }

  /** Messages of all clients since the server began. */
  get totalRequests(): number {
    return this.#totalRequests;
  }

  /**
   * Why no session can begin, where none can: there is no room for another, or the server goes away.
   * Whoever takes the place of a live session needs no room.
   */
  refusal(userId?: string, request?: ResumeRequest): Leaving | 'server_full' | undefined {
    if (this.#closing) return this.#closing;
    const isFull = this.#roster.isFull(this.#maxSessions, userId, request?.token);
    return isFull ? 'server_full' : undefined;
  }

  /**
   * Begins a session, or goes on with the one that the client has come back to. A session of the same user
   * is replaced.
   *
   * @param recalled what {@link Resumption.recall} has found
   */
  begin(
    connection: Connection,
    userId?: string,
    request?: ResumeRequest,
    recalled?: Resumable,
  ): Session {
    this.#roster.settle(userId, request?.token);
    const found = request && this.resumption.find(request, userId, recalled);
    if (found && 'session' in found) {
      const { session } = found;
      if (found === recalled) this.surrender(session.id, true);
      this.#roster.claim(session);
      const isRestarted = found === recalled && session.isDetectorRestarted;
      const beginning = { resumed: true, answered: request.answered };
      session.comeBack(request.token, this.resumption.checkpointSeconds > 0);
      this.#attach(session, connection, isRestarted ? { ...beginning, isRestarted } : beginning);
      return session;
    }
    const session = new Session(crypto.randomUUID(), userId, this.context);
    const old = userId === undefined ? undefined : this.#roster.ofUser(userId);
    this.#roster.claim(session);
    if (old) this.end(old, 'replaced');
    this.#attach(session, connection, { resumed: false, refusal: found?.refusal });
    // A listener that was told of the old one's end may have begun a newer one of the same user.
    if (userId !== undefined && this.#roster.ofUser(userId) !== session) {
      this.end(session, 'replaced');
    }
    return session;
  }

  /** The session's connection is gone. It is kept for its client to come back, or ends. */
  disconnect(session: Session): void {
    if (!this.#roster.canDetach) this.end(session, 'disconnected');
    const left = this.#roster.detach(session);
    if (!left) return;
    this.#idleTimer.rest();
    this.#keeper?.detached(session, this.context.resumeSeconds);
    this.#roster.wait(session, left.address);
  }

  /** Ends a session of this id that waits for its client to come back, if there is one. */
  forget(id: string): void {
    const session = this.#roster.waiting(id);
    if (session) this.end(session, 'terminated');
  }

  /** Counts a message of a client, whatever it holds; `nowMs` is the monotonic time, if it has just been read. */
  touch(session: Session, nowMs?: number): void {
    this.#totalRequests++;
    session.touch(nowMs);
  }

  /** Hands samples to their session, and tells whoever listens; see {@link Session.push}. */
  push(session: Session, block: SampleBlock): Detection | Fault {
    return this.intake.push(session, block);
  }

  /**
   * A session's stream has ended: counts the steps that its end confirms, and tells whoever listens.
   * {@link end} does so, too; each step counts once.
   */
  finish(session: Session): readonly Step[] {
    return this.intake.finish(session);
  }

  /** The live session of this id. */
  get(id: string): Session | undefined {
    return this.#roster.live(id);
  }

  /** The session of this id, live or waiting for its client to come back. */
  find(id: string): Session | undefined {
    return this.#roster.live(id) ?? this.#roster.waiting(id);
  }

  /** The session of a user, live or waiting for its client to come back. */
  ofUser(userId: string): Session | undefined {
    return this.#roster.ofUser(userId);
  }

  /** All live sessions, oldest first. */
  sessions(): Iterable<Session> {
    return this.#roster.sessions();
  }

  /** Sessions that wait for their clients to come back. */
  away(): Iterable<Waiting> {
    return this.#roster.away();
  }

  /** All sessions, the live ones first, and then those that wait for their clients. */
  all(): readonly Session[] {
    return this.#roster.all();
  }

  /**
   * Ends a session: tells its connection, forgets it. Does so once.
   *
   * @param mayBeAsked whether its client has stopped it, and may come back because it has not heard the answer
   */
  end(session: Session, reason: EndReason, mayBeAsked = false): void {
    const taken = this.#take(session);
    if (!taken) return;
    this.finish(session);
    if (mayBeAsked) {
      session.stopped();
      this.#keeper?.stopped(session);
    } else {
      this.#keeper?.ended(session);
    }
    if (reason !== 'disconnected') taken.connection?.end(reason);
    this.#hooks.emit('sessionEnd', session.id, session, reason, { goesOn: false });
  }

  /** Begins no session any more, and goes on with none; those that are live stay so. */
  refuse(reason: Leaving): void {
    this.#closing ??= reason;
  }

  /**
   * Lets go of a session because the server goes away. Nothing more is taken in for it here: it goes on elsewhere,
   * from what is kept of it now, with the steps that it still owes. Where it can't go on, it ends.
   *
   * @returns the way to its client, who has not been told yet, if it is connected
   */
  letGo(session: Session, reason: Leaving): Connection | undefined {
    const taken = this.#take(session);
    if (!taken) return undefined;
    const { connection } = taken;
    const goesOn = !connection?.isLocal && this.#keeper?.keep(session) === true;
    if (!goesOn) {
      this.finish(session);
      this.#keeper?.ended(session);
    }
    connection?.hold();
    this.#hooks.emit('sessionEnd', session.id, session, reason, { goesOn });
    return connection;
  }

  /** A newer state of the session of this id goes on: elsewhere, or here, where its client `hasComeBack`. */
  surrender(id: string, hasComeBack = false): void {
    const session = this.find(id);
    const taken = session && this.#take(session);
    if (!taken) return;
    this.#keeper?.surrendered(session);
    if (hasComeBack) taken.connection?.leave();
    else taken.connection?.end('restarting');
    this.#hooks.emit('sessionEnd', id, session, 'restarting', { goesOn: true });
  }

  /**
   * Another server goes on with a session: it is saved as it is, and its connection here is closed.
   *
   * @returns whether it could be saved; if not, it has ended
   */
  handOver(session: Session): boolean {
    this.#roster.settleOf(session);
    const taken = this.#take(session);
    if (!taken) return false;
    const goesOn = this.#keeper?.keep(session) === true;
    if (!goesOn) this.#keeper?.ended(session);
    taken.connection?.leave();
    this.#hooks.emit('sessionEnd', session.id, session, 'restarting', { goesOn });
    return goesOn;
  }

  /** Lets go of all sessions; none begins any more. */
  close(reason: Leaving): void {
    this.refuse(reason);
    for (const session of this.all()) this.letGo(session, reason)?.end(reason);
  }

  /** Ends all sessions. */
  endAll(reason: EndReason): void {
    for (const session of this.all()) this.end(session, reason);
  }

  #take(session: Session): { readonly connection: Connection | undefined } | undefined {
    const taken = this.#roster.take(session);
    if (taken) this.#idleTimer.rest();
    return taken;
  }

  /**
   * Gives a session a connection. One that it had may still look alive, when only its client knows that it is dead.
   */
  #attach(session: Session, connection: Connection, beginning: Beginning): void {
    this.#roster.attach(session, connection)?.leave();
    this.#idleTimer.watch(session.deadlineMs);
    this.#keeper?.attached(session, connection);
    connection.begin(session, beginning);
    this.#hooks.emit('sessionStart', session.id, session, { resumed: beginning.resumed });
  }
}
