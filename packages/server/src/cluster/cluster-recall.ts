import {
  type Clock,
  parseResumeToken,
  type Resumable,
  type Session,
  type SessionContext,
  tokenDigest,
} from '../session/index.ts';
import type { BufferedStore, LoadedCheckpoint, Store } from '../store/index.ts';
import type { Answer } from './messages.ts';
import type { Owner } from './ownership.ts';

/** How long a client waits for its session, in milliseconds. */
export const RECALL_TIMEOUT_MS = 10_000;
/** How long where the session is here, too, and can go on as it is, in milliseconds. */
const HELD_TIMEOUT_MS = 1000;
/** Between attempts, in milliseconds. */
const RETRY_MS = 200;

const UNKNOWN: Resumable = { refusal: 'unknown_token' };
const UNAVAILABLE: Resumable = { refusal: 'store_unavailable' };

/** What the records say of a user. */
interface UsersSession {
  readonly session: string;
  /** Since when it is theirs, in Unix milliseconds. */
  readonly since: number;
  /** Whether somebody at another server watches them. */
  readonly isWatched: boolean;
}

/** What a recall needs of the cluster. Whatever rejects is tried again, as long as the client waits. */
export interface RecallContext {
  readonly node: string;
  readonly clock: Clock;
  readonly store: Pick<Store, 'load'>;
  readonly buffer: Pick<BufferedStore, 'take'>;
  /** Who owns a session, as the records say. */
  ownerOf(sessionId: string): Promise<Owner | undefined>;
  /** The one session of a user. */
  sessionOf(userId: string): Promise<UsersSession | undefined>;
  /** Asks its owner to hand a session over; undefined where it does not answer. */
  handOver(
    node: string,
    sessionId: string,
    digest: Uint8Array,
  ): Promise<Answer['result'] | undefined>;
  /** Becomes the owner. Returns the epoch; undefined where somebody else was faster. */
  claim(sessionId: string, seen: Owner | undefined, floor: number): Promise<number | undefined>;
  /** Goes on with what was loaded, where the token is its own. */
  restore(loaded: LoadedCheckpoint, token: string, context: SessionContext): Resumable;
  epochOf(session: Session): number;
  /** What is here of a session is out of date. */
  surrender(sessionId: string): void;
  /** A session was taken over, and is about to go on here. */
  taken(session: Session, own: UsersSession | undefined): void;
}

/** Finds the sessions of resume tokens wherever they are, and makes this server their owner. */
export class ClusterRecall {
  readonly #context: RecallContext;
  /** The last request for each session: who asked first has the session first. */
  readonly #last = new Map<string, Promise<Resumable>>();

  constructor(context: RecallContext) {
    this.#context = context;
  }

  /** Resolves when a session is here that is just being taken over. */
  async settled(sessionId: string): Promise<void> {
    await this.#last.get(sessionId);
  }

  /** See `SessionKeeper.recall`. */
  async recall(
    token: string,
    context: SessionContext,
    isWanted: () => boolean,
    held?: Session,
  ): Promise<Resumable> {
    const sessionId = parseResumeToken(token)?.sessionId;
    if (sessionId === undefined) return UNKNOWN;
    const before = this.#last.get(sessionId);
    const found = (async () => {
      await before;
      return held && (await this.#isOwn(held))
        ? UNKNOWN
        : await this.#recall(sessionId, token, context, isWanted);
    })();
    this.#last.set(sessionId, found);
    try {
      return await found;
    } finally {
      if (this.#last.get(sessionId) === found) this.#last.delete(sessionId);
    }
  }

  /** Whether a session that is here is this server's, as far as can be told. What is not, is let go of. */
  async #isOwn(held: Session): Promise<boolean> {
    const { node, epochOf, surrender } = this.#context;
    const owner = await this.#within(HELD_TIMEOUT_MS, this.#context.ownerOf(held.id));
    const epoch = epochOf(held);
    if (!owner || owner.epoch < epoch || (owner.epoch === epoch && owner.node === node))
      return true;
    surrender(held.id);
    return false;
  }

  async #recall(
    sessionId: string,
    token: string,
    context: SessionContext,
    isWanted: () => boolean,
  ): Promise<Resumable> {
    const { clock } = this.#context;
    const deadline = clock.monotonic() + RECALL_TIMEOUT_MS;
    while (isWanted() && clock.monotonic() < deadline) {
      const attempt = this.#attempt(sessionId, token, context);
      const found = await this.#within(deadline - clock.monotonic(), attempt);
      if (found) return found;
      await new Promise<void>((resolve) => {
        clock.after(RETRY_MS, resolve);
      });
    }
    return UNAVAILABLE;
  }

  /** Undefined where it is to be tried again. */
  async #attempt(
    sessionId: string,
    token: string,
    context: SessionContext,
  ): Promise<Resumable | undefined> {
    const { node, store, buffer, restore } = this.#context;
    const owner = await this.#context.ownerOf(sessionId);
    if (owner && owner.node !== '' && owner.node !== node) {
      const digest = tokenDigest(token) ?? new Uint8Array(0);
      const result = await this.#context.handOver(owner.node, sessionId, digest);
      if (result === 'refused') return UNKNOWN;
      if (result === 'failed') return undefined;
    }
    // Nobody takes a session over whose token they don't have.
    const loaded = await store.load(sessionId);
    const before = restore(loaded, token, context);
    if ('refusal' in before) return before;
    const { userId } = before.session;
    const own = userId === undefined ? undefined : await this.#context.sessionOf(userId);
    if (own && own.session !== sessionId) return UNKNOWN;
    const epoch = await this.#context.claim(
      sessionId,
      owner,
      this.#context.epochOf(before.session),
    );
    if (epoch === undefined) return undefined;
    const taken = await buffer.take(sessionId, epoch);
    if (taken.state === 'found' && taken.checkpoint.epoch !== epoch) return undefined;
    const found = restore(taken, token, context);
    if ('session' in found) this.#context.taken(found.session, own);
    return found;
  }

  /** Undefined where it fails, or takes longer. */
  async #within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = this.#context.clock.after(milliseconds, () => resolve(undefined));
    try {
      return await Promise.race([work.catch(() => undefined), promise]);
    } finally {
      timer.cancel();
    }
  }
}
