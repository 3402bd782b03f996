import type { Clock, Session, Timer } from '../session/index.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';

/** Who owns a session, as the records say; the server is empty where its last owner has let go of it. */
export interface Owner {
  readonly node: string;
  readonly epoch: number;
}

/** What ownership needs to be told. */
export interface OwnershipOptions {
  readonly link: ClusterLink;
  readonly keys: ClusterKeys;
  readonly clock: Clock;
  /** How long a record lasts that nobody renews, in milliseconds: longer than any session can be resumed. */
  readonly ttlMs: number;
  epochOf(session: Session): number;
  /** Another server owns a session that is here. */
  onLost(sessionId: string): void;
  /** A later session of its user has begun elsewhere. */
  onReplaced(sessionId: string): void;
  /** A session of this user has begun here, and this one before it on another server. */
  onReplacing(sessionId: string, node: string, userId: string): void;
  /** Somebody at another server may watch the user of a session. */
  onWatched(session: Session): void;
}

/** A session that this server owns. */
interface Owned {
  readonly session: Session;
  readonly epoch: number;
  /** Since when it is its user's, in Unix milliseconds; undefined until the records say so. */
  since: number | undefined;
}

/** Records are renewed this often while they last. */
const RENEWALS = 4;
/** So many are renewed with one another. */
const GROUP = 100;

/**
 * The records of the sessions of this server: that it owns them, and whose they are. While Redis is away nothing is
 * written, and all of it when it is back.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #owned = new Map<string, Owned>();
  #timer: Timer | undefined;

  constructor(options: OwnershipOptions) {
    this.#options = options;
    this.#watch();
  }

  /** Whether a session is owned here, as far as this server knows. */
  owns(sessionId: string): boolean {
    return this.#owned.has(sessionId);
  }

  /** A session is here, and live. @param since since when it is its user's, where it has been taken over */
  attached(session: Session, since?: number): void {
    if (this.#owned.get(session.id)?.session === session) return;
    const owned: Owned = { session, epoch: this.#options.epochOf(session), since };
    this.#owned.set(session.id, owned);
    void this.#own(owned);
    void this.#keepUser(owned, true);
  }

  /** A session has gone to whichever server it goes on at. */
  released(session: Session): void {
    const owned = this.#take(session);
    if (!owned) return;
    const { link, keys, ttlMs } = this.#options;
    const key = keys.owner(session.id);
    link.scripts.stepstreamRelease(key, link.node, owned.epoch, ttlMs).catch(() => {});
  }

  /** A session is over, and its client may ask any server about its end. */
  stopped(session: Session): void {
    if (!this.#owned.has(session.id)) return;
    this.released(session);
    this.#endUser(session);
  }

  /** A session is over. */
  ended(session: Session): void {
    const owned = this.#take(session);
    if (!owned) return;
    const { link, keys } = this.#options;
    link.scripts.stepstreamEnd(keys.owner(session.id), link.node, owned.epoch).catch(() => {});
    this.#endUser(session);
  }

  /** A session is another server's. */
  lost(session: Session): void {
    this.#take(session);
  }

  /** Says all of it anew: Redis was away, or this server has slept. */
  async renew(): Promise<void> {
    const all = [...this.#owned.values()];
    for (let from = 0; from < all.length; from += GROUP) {
      const group = all.slice(from, from + GROUP);
      await Promise.all(group.flatMap((owned) => [this.#own(owned), this.#keepUser(owned)]));
    }
  }

  close(): void {
    this.#timer?.cancel();
  }

  #endUser({ id, userId }: Session): void {
    const { link, keys } = this.#options;
    if (userId !== undefined) link.scripts.stepstreamEndUser(keys.user(userId), id).catch(() => {});
  }

  #take({ id }: Session): Owned | undefined {
    const owned = this.#owned.get(id);
    this.#owned.delete(id);
    return owned;
  }

  /** Never rejects. */
  async #own({ session, epoch }: Owned): Promise<void> {
    const { link, keys, ttlMs, onLost } = this.#options;
    const owns = await link.scripts
      .stepstreamOwn(keys.owner(session.id), link.node, epoch, ttlMs)
      .catch(() => 1);
    if (owns === 0 && this.#owned.get(session.id)?.epoch === epoch) onLost(session.id);
  }

  /** Never rejects. */
  async #keepUser(owned: Owned, isNew = false): Promise<void> {
    const { link, keys, ttlMs, onReplaced, onReplacing, onWatched } = this.#options;
    const { id, userId } = owned.session;
    if (userId === undefined) return;
    const places = [keys.user(userId), keys.watched(userId), id, link.node] as const;
    const { since } = owned;
    // Until it is known, the time counts at which somebody could be told: a later session is later still.
    const answer =
      since === undefined
        ? link.scripts.stepstreamTakeUser(...places, ttlMs)
        : link.scripts.stepstreamKeepUser(...places, since, ttlMs);
    const said = await answer.catch(() => undefined);
    if (!said) {
      owned.since ??= Math.floor(this.#options.clock.now());
      return;
    }
    const [isKept, session, node, at, watched] = said;
    if (this.#owned.get(id) !== owned) return;
    if (isKept === 0) onReplaced(id);
    else owned.since = Number(at);
    if (isKept === 1 && session && node && node !== link.node) onReplacing(session, node, userId);
    if (watched === '1' && isNew) onWatched(owned.session);
  }

  #watch(): void {
    this.#timer = this.#options.clock.after(this.#options.ttlMs / RENEWALS, () => {
      this.#watch();
      void this.renew();
    });
  }
}
