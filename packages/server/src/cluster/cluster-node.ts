import { hostname } from 'node:os';
import type { Durability } from '../durable/index.ts';
import type { Hooks } from '../hooks/index.ts';
import type { LiveHub } from '../live/hub.ts';
import type { Clock, Session, SessionKeeper, SessionRegistry, Sessions } from '../session/index.ts';
import { Bus } from './bus.ts';
import { ClusterDirectory } from './cluster-directory.ts';
import { clusterKeeper } from './cluster-keeper.ts';
import type { ClusterLink } from './cluster-link.ts';
import { ClusterLog, type ClusterLogger } from './cluster-log.ts';
import { ClusterRecall } from './cluster-recall.ts';
import { HandOver } from './hand-over.ts';
import { type ClusterKeys, clusterKeys } from './keys.ts';
import { LiveRelay } from './live-relay.ts';
import { Membership } from './membership.ts';
import type { Answer, Question } from './messages.ts';
import type { NodeCounts } from './node-counts.ts';
import { OwnerRecords } from './owner-records.ts';
import { Ownership } from './ownership.ts';
import { UserFollowers } from './user-followers.ts';

/** How long the owner of a session has to save it and to let go of it, in milliseconds; then it is taken for dead. */
const HAND_OVER_TIMEOUT_MS = 1500;
/** How long others have to say whether they take clients, in milliseconds. */
const READY_MS = 1000;
/** What a record lasts longer than a session can be resumed, in seconds. */
const RECORD_MARGIN_SECONDS = 60;

/** What this server calls itself for people: they know their machines, or pods. */
const NAME = `${hostname()} (${process.pid})`;

/** What a server of a cluster needs. */
export interface ClusterNodeOptions {
  /** It is this one's from now on, and closed with it. */
  readonly link: ClusterLink;
  readonly clock: Clock;
  readonly durability: Durability;
  readonly hooks: Pick<Hooks, 'on'>;
  /** The sessions of this server. Asked for later: they are kept by this one's {@link ClusterNode.keeper}. */
  registry(): SessionRegistry;
  sessions(): Sessions;
  hub(): LiveHub;
  /** How long a session can be resumed after its client's last message, in seconds. */
  readonly lifetimeSeconds: number;
  isDraining(): boolean;
  readonly log: ClusterLogger;
}

/** One server of several that act as one. */
export class ClusterNode {
  /** What the registry of the sessions tells. */
  readonly keeper: SessionKeeper;
  /** Tells of users who walk at other servers. */
  readonly users: UserFollowers;
  /** Shows what is at other servers. */
  readonly live: LiveRelay;
  /** Who is there, and what all have together. */
  readonly membership: Membership;
  readonly #options: ClusterNodeOptions;
  readonly #log: ClusterLog;
  readonly #keys: ClusterKeys;
  readonly #bus: Bus;
  readonly #ownership: Ownership;
  readonly #records: OwnerRecords;
  readonly #recall: ClusterRecall;
  readonly #handOver: HandOver;
  #directory: ClusterDirectory | undefined;
  readonly #startedAt: number;
  /** Since when sessions that were taken over are their users'. */
  readonly #since = new WeakMap<Session, number>();

  constructor(options: ClusterNodeOptions) {
    const { link, clock, durability, log } = options;
    this.#options = options;
    this.#startedAt = clock.now() / 1000;
    this.#log = new ClusterLog(log, link);
    this.#keys = clusterKeys(link.prefix);
    this.#bus = new Bus(
      ...([link, this.#keys, clock] as const),
      (question, from) => this.#respond(question, from),
      () => this.membership.others.length,
    );
    this.live = new LiveRelay({ ...options, keys: this.#keys, bus: this.#bus });
    this.users = new UserFollowers({ ...options, keys: this.#keys, bus: this.#bus });
    const ttlMs = 1000 * (options.lifetimeSeconds + RECORD_MARGIN_SECONDS);
    this.#records = new OwnerRecords(link, this.#keys, ttlMs);
    this.#ownership = new Ownership({
      ...{ link, keys: this.#keys, clock, ttlMs },
      epochOf: (session) => durability.epochs.of(session),
      onLost: (sessionId) => this.surrender(sessionId),
      onReplaced: (sessionId) => this.#replaced(sessionId),
      onWatched: (session) => this.users.began(session),
      onReplacing: (session, node, user) => {
        // One that does not hear it is dead: nobody resumes a session that is not its user's any more.
        this.#bus
          .ask(node, { ask: 'replaced', session, user }, HAND_OVER_TIMEOUT_MS)
          .catch(() => {});
      },
    });
    this.membership = new Membership({
      ...{ link, keys: this.#keys, clock },
      counts: () => this.#counts(),
      onHealth: (health) => this.#log.health(health),
      onAwake: () => {
        // A Redis that another one stands in for may have lost what it had acknowledged.
        durability.saveAnew();
        void this.#ownership.renew();
      },
    });
    this.#recall = this.#makeRecall();
    this.#handOver = new HandOver({
      ...{ clock, buffer: durability.buffer, registry: options.registry },
      settled: (sessionId) => this.#recall.settled(sessionId),
      onHandedOver: (session) => this.#tell('session handed over', session),
    });
    this.keeper = clusterKeeper(durability.keeper, {
      ownership: this.#ownership,
      recall: this.#recall,
      since: (session) => this.#since.get(session),
    });
    this.#bus.listen().catch(() => this.#log.notHeard());
  }

  /** The live sessions of all servers. */
  get directory(): ClusterDirectory {
    this.#directory ??= new ClusterDirectory({
      node: this.#options.link.node,
      bus: this.#bus,
      sessions: this.#options.sessions(),
      durability: this.#options.durability,
      totals: () => this.membership.totals,
      ownerOf: (sessionId) => this.#records.ownerOf(sessionId),
      claim: (sessionId, seen, floor) => this.#records.claim(sessionId, seen, floor),
      sessionOf: async (userId) => (await this.#records.sessionOf(userId))?.session,
    });
    return this.#directory;
  }

  /** Has what the session of a user has counted written, where it is at another server. Never rejects. */
  saveUser(userId: string): Promise<void> {
    return this.directory.saveUser(userId);
  }

  /** Ends the session of a user at other servers, and has them write nothing more of it. Never rejects. */
  forgetUser(userId: string): Promise<void> {
    return this.directory.forgetUser(userId);
  }

  /** Whether another server takes clients now. Never rejects. */
  async hasOthers(): Promise<boolean> {
    const answers = await this.#bus.askAll({ ask: 'ready' }, READY_MS).catch(() => undefined);
    return [...(answers?.values() ?? [])].some(({ result }) => result === 'done');
  }

  /** Leaves the cluster: no more is heard or told. Nothing of other servers is touched. Never rejects. */
  async close(): Promise<void> {
    this.#ownership.close();
    this.users.close();
    this.live.close();
    await this.membership.leave();
    this.#options.link.close();
  }

  #counts(): NodeCounts {
    const { registry, isDraining } = this.#options;
    const { size: sessions, totalRequests: requests } = registry();
    return { sessions, requests, name: NAME, startedAt: this.#startedAt, isDraining: isDraining() };
  }

  #makeRecall(): ClusterRecall {
    const { clock, durability } = this.#options;
    const { node } = this.#options.link;
    return new ClusterRecall({
      ...{ node, clock, store: durability.buffer, buffer: durability.buffer },
      ownerOf: (sessionId) => this.#records.ownerOf(sessionId),
      sessionOf: (userId) => this.#records.sessionOf(userId),
      handOver: async (to, session, digest) => {
        const text = Buffer.from(digest).toString('base64');
        const question = { ask: 'hand_over', session, digest: text } as const;
        return (await this.#bus.ask(to, question, HAND_OVER_TIMEOUT_MS))?.result;
      },
      claim: (sessionId, seen, floor) => this.#records.claim(sessionId, seen, floor),
      restore: durability.restore,
      epochOf: (session) => durability.epochs.of(session),
      surrender: (sessionId) => this.surrender(sessionId, true),
      taken: (session, own) => {
        if (own) this.#since.set(session, own.since);
        // Before it begins: its first steps are not to be missed.
        if (own?.isWatched && session.userId !== undefined) this.users.tell(session.userId);
        this.#tell('session taken over', session);
      },
    });
  }

  /** Never rejects. */
  async #respond(question: Question, from: string): Promise<Answer> {
    switch (question.ask) {
      case 'hand_over':
        return { result: await this.#handOver.answer(question.session, question.digest) };
      case 'replaced':
        return { result: this.#replaced(question.session) ? 'done' : 'absent' };
      case 'save_user': {
        const session = this.#options.registry().ofUser(question.user);
        if (session) this.#options.durability.save(session.id);
        return { result: (await this.#handOver.isSaved()) ? 'done' : 'failed' };
      }
      case 'ready':
        return { result: this.#options.isDraining() ? 'absent' : 'done' };
      case 'live':
        this.live.tell(from, question);
        return { result: 'done' };
      case 'follow':
        return this.users.tell(question.user);
      case 'forget_user': {
        const answer = await this.directory.answer(question);
        this.#options.hub().forgetUser(question.user);
        return answer;
      }
      default:
        return await this.directory.answer(question);
    }
  }

  /** Another server goes on with a session; its client may have `hasComeBack` here already. */
  surrender(sessionId: string, hasComeBack = false): void {
    const registry = this.#options.registry();
    const session = registry.find(sessionId);
    if (session) this.#tell('session surrendered', session);
    registry.surrender(sessionId, hasComeBack);
  }

  #replaced(sessionId: string): boolean {
    const registry = this.#options.registry();
    const session = registry.find(sessionId);
    if (session) registry.end(session, 'replaced');
    return session !== undefined;
  }

  #tell(what: Parameters<ClusterLog['session']>[0], session: Session): void {
    this.#log.session(what, session, this.#options.durability.epochs.of(session));
  }
}
