import type { NodesMessage } from '@stepstream/protocol';
import type { Clock, Timer } from '../session/index.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import { KnownNodes } from './known-nodes.ts';
import { type ClusterHealth, type KnownNode, type NodeCounts, readCounts } from './node-counts.ts';

/** How often a server tells of itself, in milliseconds. */
export const BEAT_MS = 1000;
/** How long it is taken for live without, in milliseconds. */
export const NODE_TTL_MS = 5000;

/** What membership needs to be told. */
export interface MembershipOptions {
  readonly link: ClusterLink;
  readonly keys: ClusterKeys;
  readonly clock: Clock;
  counts(): NodeCounts;
  onHealth(health: ClusterHealth): void;
  /** Others may have taken this server for dead meanwhile. */
  onAwake(): void;
}

/**
 * Who is there. Each server tells once a second how many sessions it has, and is told that of all others with the
 * answer: so nobody is asked when somebody wants a sum.
 */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #known = new KnownNodes();
  #others: readonly KnownNode[] = [];
  #health: ClusterHealth = { state: 'healthy' };
  /** How long the last answer of Redis took, in milliseconds. */
  #answerMs = 0;
  #timer: Timer | undefined;
  #lastMs: number;
  #isClosed = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#lastMs = options.clock.monotonic();
    options.link.onReady = () => {
      if (this.#health.state === 'away') void this.#beat();
    };
    options.link.onMoved = () => {
      if (!this.#isClosed) options.onAwake();
    };
    this.#watch(0);
  }

  get health(): ClusterHealth {
    return this.#health;
  }

  /** How long Redis took when it was last asked, a second ago at most, in seconds. */
  get answerSeconds(): number {
    return this.#answerMs / 1000;
  }

  /** What the other servers have told last; without those that have said nothing for long. */
  get others(): readonly KnownNode[] {
    return this.#others;
  }

  /** Servers that were there a second ago, this one included. */
  get size(): number {
    return this.#others.length + 1;
  }

  /** The servers as operators see them. */
  nodes(): Omit<NodesMessage, 'type'> {
    const { link, clock, counts } = this.#options;
    const here = { id: link.node, ...counts() };
    return this.#known.update(here, this.#others, this.#health, clock.now());
  }

  /** The sums of all servers; of the others as they have told last. */
  get totals(): { readonly sessions: number; readonly requests: number } {
    let { sessions, requests } = this.#options.counts();
    for (const other of this.#others) {
      sessions += other.sessions;
      requests += other.requests;
    }
    return { sessions, requests };
  }

  /** This server is no more. Never rejects. */
  async leave(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    const { link, keys } = this.#options;
    await link.scripts.stepstreamLeave(keys.nodes, keys.nodePrefix, link.node).catch(() => {});
  }

  #watch(delay: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(delay, () => void this.#beat());
  }

  /** Never rejects. */
  async #beat(): Promise<void> {
    const { link, keys, clock, counts, onAwake } = this.#options;
    const told = JSON.stringify(counts());
    const askedMs = clock.monotonic();
    const hasSlept = clock.monotonic() - this.#lastMs > NODE_TTL_MS;
    try {
      const places = [keys.nodes, keys.nodePrefix, link.node] as const;
      this.#others = othersOf(
        await link.scripts.stepstreamBeat(...places, told, NODE_TTL_MS),
        link.node,
      );
      const wasAway = this.#health.state === 'away';
      this.#lastMs = clock.monotonic();
      this.#answerMs = this.#lastMs - askedMs;
      if (wasAway) this.#setHealth({ state: 'healthy' });
      if (wasAway || hasSlept) onAwake();
    } catch {
      if (this.#health.state === 'healthy' && !this.#isClosed) {
        this.#setHealth({ state: 'away', since: clock.now() });
      }
    }
    if (!this.#isClosed) this.#watch(BEAT_MS);
  }

  #setHealth(health: ClusterHealth): void {
    this.#health = health;
    this.#options.onHealth(health);
  }
}

/** @param all ids and what they told, in turn */
function othersOf(all: readonly (string | null)[], node: string): KnownNode[] {
  const others: KnownNode[] = [];
  for (let i = 0; i < all.length; i += 2) {
    const id = all[i] ?? '';
    const counts = id === node ? undefined : readCounts(all[i + 1] ?? '');
    if (counts) others.push({ id, ...counts });
  }
  return others;
}
