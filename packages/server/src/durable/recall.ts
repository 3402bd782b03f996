import {
  type Clock,
  parseResumeToken,
  type Resumable,
  Session,
  type SessionContext,
  SessionStateError,
} from '../session/index.ts';
import type { BufferedStore, Checkpoint, LoadedCheckpoint, Store } from '../store/index.ts';
import type { Epochs } from './epochs.ts';

/** How long a client waits for its session while the store does not answer, in milliseconds. */
export const RECALL_TIMEOUT_MS = 15_000;
/** How long where the session is here, too, and can go on as it is, in milliseconds. */
export const NEWER_TIMEOUT_MS = 2000;
/** Between attempts, in milliseconds. */
const RETRY_MS = 250;

/** Where sessions are looked for. */
export interface RecallOptions {
  readonly buffer: Pick<BufferedStore, 'load'>;
  readonly store: Pick<Store, 'load'>;
  readonly epochs: Epochs;
  readonly clock: Clock;
  /** Told of what nobody foresaw. */
  onError(error: unknown, session: string): void;
}

/** Finds the sessions of resume tokens in a store, and restores them. */
export class Recall {
  readonly #options: RecallOptions;
  /** The last request for each session: who asked first has the session first. */
  readonly #last = new Map<string, Promise<Resumable>>();

  constructor(options: RecallOptions) {
    this.#options = options;
  }

  /** See `SessionKeeper.recall`. */
  async recall(
    token: string,
    context: SessionContext,
    isWanted: () => boolean,
    held?: Session,
  ): Promise<Resumable> {
    const sessionId = parseResumeToken(token)?.sessionId;
    if (sessionId === undefined) return { refusal: 'unknown_token' };
    const before = this.#last.get(sessionId);
    const load = async (): Promise<LoadedCheckpoint | undefined> => {
      const deadline = this.#deadline(held ? NEWER_TIMEOUT_MS : RECALL_TIMEOUT_MS);
      await before;
      return held
        ? await this.#loadNewer(held, deadline)
        : await this.#load(sessionId, deadline, isWanted);
    };
    const found = this.#find(token, context, load);
    this.#last.set(sessionId, found);
    try {
      return await found;
    } finally {
      if (this.#last.get(sessionId) === found) this.#last.delete(sessionId);
    }
  }

  async #find(
    token: string,
    context: SessionContext,
    load: () => Promise<LoadedCheckpoint | undefined>,
  ): Promise<Resumable> {
    const loaded = await load();
    return loaded ? this.restore(loaded, token, context) : { refusal: 'store_unavailable' };
  }

  /** Goes on with what was loaded, where the token is its own. */
  restore(loaded: LoadedCheckpoint, token: string, context: SessionContext): Resumable {
    if (loaded.state === 'damaged') return { refusal: 'damaged_state' };
    if (loaded.state === 'missing') return { refusal: 'unknown_token' };
    const { sessionId, userId, payload, epoch = 0, expiresAt } = loaded.checkpoint;
    if (expiresAt <= this.#options.clock.now()) return { refusal: 'unknown_token' };
    try {
      const saved = { id: sessionId, userId: userId ?? undefined, state: payload };
      const session = Session.restore(saved, context);
      this.#options.epochs.set(session, epoch);
      return session.admits(token) ? { session } : { refusal: 'unknown_token' };
    } catch (error) {
      if (!(error instanceof SessionStateError)) this.#options.onError(error, sessionId);
      return { refusal: 'damaged_state' };
    }
  }

  /** Asks until there is an answer, time is up, or nobody waits any more; undefined without an answer. */
  async #load(
    sessionId: string,
    deadline: number,
    isWanted: () => boolean,
  ): Promise<LoadedCheckpoint | undefined> {
    const { clock } = this.#options;
    while (isWanted() && clock.monotonic() < deadline) {
      const loaded = await this.#attempt(this.#options.buffer, sessionId, deadline);
      if (loaded) return loaded;
      await new Promise<void>((resolve) => {
        clock.after(RETRY_MS, resolve);
      });
    }
    return undefined;
  }

  /** Asks once, and the store itself: what waits to be written is no newer than what is here. */
  async #loadNewer(held: Session, deadline: number): Promise<LoadedCheckpoint | undefined> {
    const loaded = await this.#attempt(this.#options.store, held.id, deadline);
    const epoch = this.#options.epochs.of(held);
    const isNewer = loaded?.state === 'found' && isAhead(loaded.checkpoint, epoch, held.requests);
    return isNewer ? loaded : { state: 'missing' };
  }

  #deadline(milliseconds: number): number {
    return this.#options.clock.monotonic() + milliseconds;
  }

  /** Asks once; undefined where there is no answer in time. */
  async #attempt(
    from: Pick<Store, 'load'>,
    sessionId: string,
    deadline: number,
  ): Promise<LoadedCheckpoint | undefined> {
    const { clock } = this.#options;
    const { promise, resolve } = Promise.withResolvers<LoadedCheckpoint | undefined>();
    const timer = clock.after(deadline - clock.monotonic(), () => resolve(undefined));
    from.load(sessionId).then(resolve, () => resolve(undefined));
    try {
      return await promise;
    } finally {
      timer.cancel();
    }
  }
}

function isAhead({ epoch = 0, sequence }: Checkpoint, ownEpoch: number, requests: number): boolean {
  return epoch > ownEpoch || (epoch === ownEpoch && sequence > requests);
}
