import type { Clock, SessionKeeper, Timer } from '../session/index.ts';
import { BufferedStore, type Dropped, type Store, type StoreHealth } from '../store/index.ts';
import { Checkpointer } from './checkpointer.ts';
import { Epochs } from './epochs.ts';
import { Recall } from './recall.ts';
import type { StoreLog } from './store-log.ts';

/** What is saved is written within this part of the interval in which it has to be safe. */
const WRITE_PART = 1 / 20;
/** Most that waits before it is written, in milliseconds. */
const MAX_WRITE_DELAY_MS = 250;
/** How long a client waits for its end to be safe, in milliseconds: less than clients take for a dead link. */
const MAX_SETTLE_MS = 2000;
/** How often what has expired is removed, in milliseconds. */
const EXPIRE_MS = 60_000;

/** What keeps sessions and history beyond the process needs. */
export interface DurabilityOptions {
  /** It is this one's from now on, and closed with it. */
  readonly store: Store;
  readonly clock: Clock;
  /** After which a change of a session is safe, at the latest, in seconds. */
  readonly intervalSeconds: number;
  /** The model of this server's sessions. */
  readonly model: string;
  /** Silence after which a session ends, in seconds. */
  readonly timeoutSeconds: number;
  /** How long a session can be resumed, in seconds; 0 for not at all. */
  readonly resumeSeconds: number;
  readonly log: StoreLog;
  /** Told of a session with which another server has gone on. */
  onSurrender(sessionId: string): void;
  /** Told of what nobody foresaw. */
  onError(error: unknown, session?: string): void;
}

/** What of an engine outlives its process, and where. */
export class Durability {
  /** Reads what is written. Who wants what still waits, too, flushes the buffer before. */
  readonly store: Store;
  /** Writes behind. */
  readonly buffer: BufferedStore;
  /** What the registry of the sessions tells. */
  readonly keeper: SessionKeeper;
  /** Of the sessions that are here. */
  readonly epochs = new Epochs();
  /** Restores what was loaded. */
  readonly restore: Recall['restore'];
  /** Checkpoints that were written since the beginning, their bytes, and those that others had outrun. */
  readonly written = { checkpoints: 0, bytes: 0, outrun: 0 };
  readonly #checkpointer: Checkpointer;
  readonly #clock: Clock;
  readonly #log: StoreLog;
  #expiry: Timer | undefined;

  constructor(options: DurabilityOptions) {
    const { store, clock, log, intervalSeconds, resumeSeconds } = options;
    const writeMs = Math.min(1000 * intervalSeconds * WRITE_PART, MAX_WRITE_DELAY_MS);
    const savesStates = store.outlivesProcess && resumeSeconds > 0;
    this.store = store;
    this.#clock = clock;
    this.#log = log;
    this.buffer = new BufferedStore(store, {
      clock,
      intervalMs: writeMs,
      onHealth: (health) => log.health(health, this.dropped),
      onSaved: (checkpoints) => {
        this.written.checkpoints += checkpoints.length;
        for (const { payload } of checkpoints) this.written.bytes += payload.byteLength;
        this.#checkpointer.saved(checkpoints);
      },
      onStale: (checkpoints) => {
        this.written.outrun += checkpoints.length;
        for (const checkpoint of checkpoints) {
          const { sessionId } = checkpoint;
          if (!this.#checkpointer.isOutrun(checkpoint)) continue;
          this.#checkpointer.surrender(sessionId);
          options.onSurrender(sessionId);
        }
      },
    });
    const { buffer, epochs } = this;
    const roundMs = 1000 * intervalSeconds - writeMs;
    const checkpointer = new Checkpointer({ ...options, buffer, epochs, roundMs, savesStates });
    const recall = new Recall({ ...options, buffer, epochs });
    this.restore = (loaded, token, context) => recall.restore(loaded, token, context);
    this.#checkpointer = checkpointer;
    this.keeper = {
      intervalSeconds: savesStates ? intervalSeconds : 0,
      isShared: store.isShared,
      attached: (session, connection) => checkpointer.attached(session, connection),
      detached: (session, seconds) => checkpointer.detached(session, seconds),
      keep: (session) => checkpointer.keep(session),
      stopped: (session) => checkpointer.stopped(session),
      ended: (session) => checkpointer.ended(session),
      settled: () => this.#settled(),
      recall: (token, context, isWanted, held) => recall.recall(token, context, isWanted, held),
      surrendered: (session) => checkpointer.surrender(session.id),
    };
    if (savesStates) this.#watch();
  }

  /** Whether the store takes what it is given. */
  get health(): StoreHealth {
    return this.buffer.health;
  }

  /** What was never written, since the beginning. */
  get dropped(): Dropped {
    return this.buffer.dropped;
  }

  /** For how long the session that has waited longest has had anything that is not safe, in seconds. */
  get oldestUnsafeSeconds(): number {
    return this.keeper.intervalSeconds > 0 ? this.#checkpointer.oldestUnsafeSeconds : 0;
  }

  /** Saves a session that has changed, without waiting for its turn; it is written with the rest. */
  save(sessionId: string): void {
    this.#checkpointer.saveNow(sessionId);
  }

  /** Saves all sessions in their turns, changed or not: the store may have lost what it has acknowledged. */
  saveAnew(): void {
    this.#checkpointer.saveAnew();
  }

  /**
   * Saves all sessions that have changed, and writes them.
   *
   * @throws {StoreError} when the store fails; all of it still waits then, and is tried again
   */
  async saveAll(): Promise<void> {
    this.#checkpointer.saveAll();
    await this.buffer.flush();
  }

  /** Writes what waits, and closes the store. Never rejects: what could not be written is logged. */
  async close(): Promise<void> {
    this.#expiry?.cancel();
    try {
      await this.buffer.close();
    } catch (error) {
      this.#log.lost(this.buffer.waiting, error);
    }
  }

  async #settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(MAX_SETTLE_MS, resolve);
    this.buffer.flush().then(resolve, resolve);
    await promise;
    timer.cancel();
  }

  #watch(): void {
    this.#expiry = this.#clock.after(EXPIRE_MS, () => {
      // A store that fails says so when it is written to.
      this.store.expire(Math.floor(this.#clock.now())).catch(() => {});
      this.#watch();
    });
  }
}
