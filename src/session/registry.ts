import { type ClientFrame, type CloseCode, fault, type ServerMessage } from '../protocol/index.ts';
import type { Timer } from './clock.ts';
import { CLOSE_CODES, type Ending } from './endings.ts';
import { Session, type SessionContext } from './session.ts';
import { TimeStamp } from './time-stamp.ts';

/** The way to a client, as sessions see it; a socket on the server, an array in a test. */
export interface Connection {
  send(message: ServerMessage): void;
  /** Sends a message that is written already: the answers to samples. */
  sendText(json: string): void;
  /** Closes after what was sent has gone out. */
  close(code: CloseCode, reason: Ending): void;
}

/** What a registry needs to be told. */
export type RegistryOptions = Pick<
  SessionContext,
  'clock' | 'model' | 'timeoutSeconds' | 'maxRate'
> & {
  /** Sessions that may be live at once; 0, the default, for any number. */
  readonly maxSessions?: number;
  /** Told of each session that ends, after it is gone. */
  readonly onEnd?: (session: Session, ending: Ending) => void;
};

/** A live session and the way to its client. */
interface Entry {
  readonly session: Session;
  readonly connection: Connection;
}

/** The look-out for silent sessions never runs more often than this, in milliseconds. */
const SHORTEST_LOOK_OUT = 50;

/**
 * All live sessions of a server. It owns each from its beginning to its end; whichever way a session
 * ends goes through {@link end}, which leaves nothing of it behind.
 */
export class SessionRegistry {
  readonly #context: SessionContext;
  readonly #onEnd: RegistryOptions['onEnd'];
  readonly #maxSessions: number;
  readonly #entries = new Map<string, Entry>();
  readonly #byUser = new Map<string, Session>();
  #totalRequests = 0;
  /** One timer for all sessions, running only while there are any. */
  #lookOut: Timer | undefined;

  constructor(options: RegistryOptions) {
    this.#onEnd = options.onEnd;
    this.#maxSessions = options.maxSessions || Number.POSITIVE_INFINITY;
    this.#context = {
      clock: options.clock,
      model: options.model,
      timeoutSeconds: options.timeoutSeconds,
      maxRate: options.maxRate ?? 0,
      timeStamp: new TimeStamp(options.clock),
      activeSessions: () => this.#entries.size,
      totalRequests: () => this.#totalRequests,
    };
  }

  /** Sessions that are live now. */
  get size(): number {
    return this.#entries.size;
  }

  /** Messages of all clients since the server began. */
  get totalRequests(): number {
    return this.#totalRequests;
  }

  /** Whether there is no room for another session; whoever replaces one needs none. */
  isFull(userId?: string): boolean {
    const replaces = userId !== undefined && this.#byUser.has(userId);
    return !replaces && this.#entries.size >= this.#maxSessions;
  }

  /** Begins a session and greets its client. A live session of the same user is replaced. */
  begin(connection: Connection, userId?: string): Session {
    const session = new Session(crypto.randomUUID(), userId, this.#context);
    if (userId !== undefined) {
      const old = this.#byUser.get(userId);
      if (old) this.end(old, 'replaced');
      this.#byUser.set(userId, session);
    }
    this.#entries.set(session.id, { session, connection });
    this.#watch(session.deadline);
    connection.send(session.greet());
    return session;
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
      if (session.isHopeless) this.end(session, 'rate_limited');
      return;
    }
    const answer = session.answer(frame);
    if (answer) entry.connection.send(answer);
    if (frame.kind === 'stop') this.end(session, 'stopped');
  }

  /** Answers a message, which has been counted, that the server itself failed on. */
  apologise(session: Session): void {
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
  end(session: Session, ending: Ending): void {
    const entry = this.#entries.get(session.id);
    if (!entry) return;
    this.#entries.delete(session.id);
    if (session.userId !== undefined && this.#byUser.get(session.userId) === session) {
      this.#byUser.delete(session.userId);
    }
    if (this.#entries.size === 0) {
      this.#lookOut?.cancel();
      this.#lookOut = undefined;
    }
    if (ending !== 'disconnected') {
      const farewell = session.farewell(ending);
      if (farewell) entry.connection.send(farewell);
      entry.connection.close(CLOSE_CODES[ending], ending);
    }
    this.#onEnd?.(session, ending);
  }

  /** Ends all sessions. */
  endAll(ending: Ending): void {
    for (const { session } of [...this.#entries.values()]) this.end(session, ending);
  }

  /** Sees to it that the look-out runs when a session may have been silent for too long. */
  #watch(deadline: number): void {
    if (this.#lookOut) return;
    const { clock } = this.#context;
    const delay = Math.max(deadline - clock.monotonic(), SHORTEST_LOOK_OUT);
    this.#lookOut = clock.after(delay, () => {
      this.#lookOut = undefined;
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
