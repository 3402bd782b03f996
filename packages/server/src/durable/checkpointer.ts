import {
  type Clock,
  type Connection,
  SESSION_STATE_VERSION,
  type Session,
} from '../session/index.ts';
import type { BufferedStore, Checkpoint } from '../store/index.ts';
import type { Epochs } from './epochs.ts';
import { Safety } from './safety.ts';
import { Turns } from './turns.ts';
import { unixTimeAt } from './unix-time-at.ts';

/** Clocks differ by so much; what expires so soon need not be removed. */
const EXPIRY_MARGIN_MS = 1000;

/** Where checkpoints go, and what they say beside the state. */
export interface CheckpointerOptions {
  readonly clock: Clock;
  readonly buffer: Pick<BufferedStore, 'discard' | 'record' | 'remove' | 'save'>;
  readonly epochs: Epochs;
  /** In which each session that has changed is saved once, in milliseconds. */
  readonly roundMs: number;
  /** After which a change is safe, at the latest, in seconds. */
  readonly intervalSeconds: number;
  /** Whether states are saved at all; minutes always are. */
  readonly savesStates: boolean;
  /** The model of this server's sessions. */
  readonly model: string;
  /** How long a session lives from its client's last message on, and how long it can then be resumed, in seconds. */
  readonly timeoutSeconds: number;
  readonly resumeSeconds: number;
  /** Told of what nobody foresaw. */
  onError(error: unknown, session: string): void;
}

/** A session of this server, and what is safe of it. */
interface Kept {
  readonly session: Session;
  /** The way to its client, if it is connected. */
  connection: Connection | undefined;
  /** The frames that it had taken in when it came here. */
  readonly requestsBefore: number;
  /** The frames that its newest checkpoint has taken in, written or not; none where it has to be made anew. */
  savedRequests: number | undefined;
  readonly safety: Safety;
  /** Whether it could not be saved, and somebody was told so. */
  hasFailed: boolean;
  /** Until when its client can come back, where it is away and saved, in milliseconds of the clock's monotonic time. */
  awaitedUntilMs: number;
}

/**
 * Saves the sessions that have changed, each in its turn, and the steps of their minutes with them: what is saved
 * in one turn of the event loop is written in one batch.
 */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #turns: Turns<Kept>;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    this.#turns = new Turns(options.clock, options.roundMs, (kept) => this.#saveChanges(kept));
  }

  /** See `SessionKeeper.attached`. */
  attached(session: Session, connection: Connection): void {
    const before = this.#kept.get(session.id);
    // Saved anew, so that it lasts as long as the client may be silent from now on.
    const kept = before ?? {
      ...{ session, connection, requestsBefore: session.requests, savedRequests: undefined },
      safety: new Safety(session, this.#options.clock.monotonic()),
      ...{ hasFailed: false, awaitedUntilMs: 0 },
    };
    kept.connection = connection;
    kept.savedRequests = undefined;
    this.#kept.set(session.id, kept);
    this.#turns.add(kept);
  }

  /** See `SessionKeeper.detached`. */
  detached(session: Session, seconds: number): void {
    const kept = this.#kept.get(session.id);
    if (!kept) return;
    this.#turns.delete(kept);
    const untilMs = this.#options.clock.monotonic() + 1000 * seconds;
    if (!this.#savesStateOf(kept)) this.#record(kept);
    else if (this.#save(kept, unixTimeAt(this.#options.clock, untilMs)))
      kept.awaitedUntilMs = untilMs;
    kept.connection = undefined;
  }

  /** See `SessionKeeper.keep`. */
  keep(session: Session): boolean {
    const kept = this.#kept.get(session.id);
    if (!kept || !this.#savesStateOf(kept)) return false;
    this.#release(kept);
    // One that waits for its client was saved when its connection was lost.
    return !kept.connection || this.#save(kept, this.#deadlineOf(session));
  }

  /** See `SessionKeeper.stopped`. */
  stopped(session: Session): void {
    const kept = this.#kept.get(session.id);
    if (!kept) return;
    if (this.#save(kept, this.#deadlineOf(session))) this.#release(kept);
    else this.ended(session);
  }

  /** See `SessionKeeper.ended`. */
  ended(session: Session): void {
    const { buffer, clock, epochs } = this.#options;
    const { intervalSeconds, timeoutSeconds, resumeSeconds } = this.#options;
    const kept = this.#kept.get(session.id);
    if (!kept) return;
    this.#release(kept);
    this.#record(kept);
    // Also where nothing was saved here: one that was restored is still there as it was.
    if (!this.#savesStateOf(kept)) return;
    // One whose time is over may have gone on elsewhere: what is there of it now is not ours to remove.
    const isExpired =
      !kept.connection && kept.awaitedUntilMs <= clock.monotonic() + EXPIRY_MARGIN_MS;
    if (isExpired) return;
    // For as long as a server that has slept meanwhile may take it for live.
    const seconds = intervalSeconds + timeoutSeconds + resumeSeconds;
    buffer.remove({
      sessionId: session.id,
      sequence: session.requests,
      epoch: epochs.of(session),
      expiresAt: unixTimeAt(clock, clock.monotonic() + 1000 * seconds),
    });
  }

  /** Checkpoints are safe: tells the clients that want to know. */
  saved(checkpoints: readonly Checkpoint[]): void {
    const { clock } = this.#options;
    for (const { sessionId, sequence, savedAt, save } of checkpoints) {
      const kept = this.#kept.get(sessionId);
      kept?.safety.written(sequence, clock.monotonic() - Math.max(clock.now() - savedAt, 0));
      if (save !== undefined) kept?.session.written(save);
      kept?.connection?.saved?.(sequence);
    }
  }

  /** For how long the session that has waited longest has had anything that is not safe, in seconds. */
  get oldestUnsafeSeconds(): number {
    const now = this.#options.clock.monotonic();
    let oldest = now;
    for (const kept of this.#kept.values()) {
      if (!kept.connection || !this.#savesStateOf(kept)) continue;
      oldest = Math.min(oldest, kept.safety.unsafeSince(now) ?? now);
    }
    return (now - oldest) / 1000;
  }

  /**
   * Whether a session has gone on elsewhere, where a checkpoint of it was older than what is kept. It has not if it has
   * come back since, in a newer state than that checkpoint's.
   */
  isOutrun({ sessionId, sequence, epoch = 0 }: Checkpoint): boolean {
    const kept = this.#kept.get(sessionId);
    if (!kept || epoch < this.#options.epochs.of(kept.session)) return false;
    return sequence >= kept.requestsBefore;
  }

  /** A session has gone on elsewhere: nothing more of it is saved here, nor what still waits. */
  surrender(sessionId: string): void {
    const kept = this.#kept.get(sessionId);
    if (!kept) return;
    this.#release(kept);
    this.#options.buffer.discard(sessionId);
  }

  /** Saves a session that has changed, without waiting for its turn. */
  saveNow(sessionId: string): void {
    const kept = this.#kept.get(sessionId);
    if (kept?.connection) this.#saveChanges(kept);
  }

  /** Saves all sessions in their turns, changed or not: the store may have lost what it has acknowledged. */
  saveAnew(): void {
    for (const kept of this.#kept.values()) kept.savedRequests = undefined;
  }

  /** Saves all sessions that have changed, without waiting for their turns. */
  saveAll(): void {
    for (const kept of this.#kept.values()) if (kept.connection) this.#saveChanges(kept);
  }

  #release(kept: Kept): void {
    this.#turns.delete(kept);
    this.#kept.delete(kept.session.id);
  }

  #savesStateOf({ connection }: Kept): boolean {
    return this.#options.savesStates && !connection?.isLocal;
  }

  #saveChanges(kept: Kept): void {
    const { session } = kept;
    kept.safety.unsafeSince(this.#options.clock.monotonic());
    if (kept.savedRequests === session.requests) return;
    if (this.#savesStateOf(kept)) this.#save(kept, this.#deadlineOf(session));
    else this.#record(kept);
    kept.savedRequests = session.requests;
  }

  /**
   * Until when a session can be resumed whose client may still be here, in milliseconds of Unix time. Until the next
   * checkpoint, which says so anew, the client may have been heard of again.
   */
  #deadlineOf({ lastActivityMs }: Session): number {
    const { clock, timeoutSeconds, resumeSeconds, intervalSeconds } = this.#options;
    const seconds = intervalSeconds + timeoutSeconds + resumeSeconds;
    return unixTimeAt(clock, lastActivityMs + 1000 * seconds);
  }

  /** @returns whether it will be written */
  #save(kept: Kept, expiresAt: number): boolean {
    const { buffer, clock, epochs, model } = this.#options;
    const { session } = kept;
    try {
      const payload = session.save();
      buffer.save({
        sessionId: session.id,
        userId: session.userId ?? null,
        sequence: session.requests,
        epoch: epochs.of(session),
        savedAt: Math.floor(clock.now()),
        expiresAt,
        model,
        formatVersion: SESSION_STATE_VERSION,
        payload,
        save: session.lastSave,
      });
    } catch (error) {
      this.#fail(kept, error);
      return false;
    }
    this.#record(kept);
    return true;
  }

  #record(kept: Kept): void {
    const { buffer } = this.#options;
    const { session } = kept;
    const { id: sessionId, userId } = session;
    if (userId === undefined) return;
    try {
      for (const { minute, count } of session.takeMinutes()) {
        buffer.record({ userId, sessionId, minute, count });
      }
    } catch (error) {
      this.#fail(kept, error);
    }
  }

  #fail(kept: Kept, error: unknown): void {
    if (!kept.hasFailed) this.#options.onError(error, kept.session.id);
    kept.hasFailed = true;
  }
}
