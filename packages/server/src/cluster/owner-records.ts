import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import type { Owner } from './ownership.ts';

/** The session of a user, wherever it is. */
export interface UserSession {
  readonly session: string;
  /** Since when it is theirs. */
  readonly since: number;
  /** Whether somebody watches that user. */
  readonly isWatched: boolean;
}

/** Who has which session, as all servers of a cluster see it. */
export class OwnerRecords {
  readonly #link: ClusterLink;
  readonly #keys: ClusterKeys;
  readonly #ttlMs: number;

  /** @param ttlMs how long a record lasts that nobody renews, in milliseconds */
  constructor(link: ClusterLink, keys: ClusterKeys, ttlMs: number) {
    this.#link = link;
    this.#keys = keys;
    this.#ttlMs = ttlMs;
  }

  /** The owner of a session; undefined where it has none. */
  async ownerOf(sessionId: string): Promise<Owner | undefined> {
    const [node, epoch] = await this.#link.read(this.#keys.owner(sessionId), 'node', 'epoch');
    return epoch ? { node: node ?? '', epoch: Number(epoch) } : undefined;
  }

  async sessionOf(userId: string): Promise<UserSession | undefined> {
    const [[session, since], isWatched] = await Promise.all([
      this.#link.read(this.#keys.user(userId), 'session', 'since'),
      this.#link.exists(this.#keys.watched(userId)),
    ]);
    return session ? { session, since: Number(since), isWatched } : undefined;
  }

  /**
   * Makes this server the owner of a session.
   *
   * @param seen the owner that it takes the place of; if there is another one meanwhile, that one stays
   * @param floor the new epoch is later than this one, too
   * @returns the epoch of its ownership; undefined where somebody was faster
   */
  async claim(
    sessionId: string,
    seen: Owner | undefined,
    floor: number,
  ): Promise<number | undefined> {
    const { scripts, node } = this.#link;
    const places = [this.#keys.owner(sessionId), node, seen?.epoch ?? -1, floor] as const;
    const epoch = await scripts.stepstreamClaim(...places, this.#ttlMs);
    return epoch < 0 ? undefined : epoch;
  }
}
