import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import { z } from 'zod';
import type { SessionView, UserListener, UsersElsewhere } from '../events/user-elsewhere.ts';
import type { EndReason, Hooks } from '../hooks/index.ts';
import type { Clock, Session, SessionRegistry, Timer } from '../session/index.ts';
import type { Bus } from './bus.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import type { Answer } from './messages.ts';

/** Whoever watches a user says so this often, and is told for so long without, in milliseconds. */
const RENEW_MS = 10_000;
const LEASE_MS = 30_000;
const ASK_TIMEOUT_MS = 1500;

const REASONS: [EndReason, ...EndReason[]] = [
  'disconnected',
  ...(Object.keys(CLOSE_REASONS) as CloseReason[]),
];
const count = z.int().nonnegative();
const View = z.object({ id: z.uuid(), samples: count, steps: count });
const News = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('began'), from: z.uuid(), session: View }),
  z.object({ kind: z.literal('ended'), from: z.uuid(), session: View, reason: z.enum(REASONS) }),
  z.object({
    ...{ kind: z.literal('step'), from: z.uuid(), session: View },
    step: z.object({
      timestamp: z.number(),
      foot: z.enum(['start', 'end']),
      confidence: z.number(),
      total: count,
    }),
  }),
]);
type News = z.infer<typeof News>;

/** What following users needs. */
export interface UserFollowersOptions {
  readonly link: ClusterLink;
  readonly keys: ClusterKeys;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly hooks: Pick<Hooks, 'on'>;
  registry(): SessionRegistry;
}

/** A user who is watched at this server. */
interface Followed {
  readonly listener: UserListener;
  /** The session at another server, kept up to date in place. */
  view: { id: string; samples: number; steps: number } | undefined;
}

/**
 * Tells one server of the steps of users who walk at another: only of those whom somebody watches there, who says so
 * again and again. Nothing is published of anybody else.
 */
export class UserFollowers implements UsersElsewhere {
  readonly #options: UserFollowersOptions;
  readonly #followed = new Map<string, Followed>();
  /** The users whom others watch, and until when they have said so, in milliseconds of the monotonic clock. */
  readonly #told = new Map<string, number>();
  #stopTelling: (() => void) | undefined;
  #timer: Timer | undefined;

  constructor(options: UserFollowersOptions) {
    this.#options = options;
  }

  async follow(userId: string, listener: UserListener): Promise<void> {
    const followed: Followed = { listener, view: undefined };
    this.#followed.set(userId, followed);
    this.#watch();
    const { link, keys } = this.#options;
    const hear = (text: string) => this.#hear(userId, text);
    try {
      await link.subscribe(keys.userChannel(userId), hear);
      await this.#renew(userId, followed);
    } catch {
      // Redis is away. Once it is back, the next renewal makes up for it.
    }
  }

  unfollow(userId: string): void {
    this.#followed.delete(userId);
    void this.#options.link.unsubscribe(this.#options.keys.userChannel(userId));
  }

  /** A user who has a session here is watched elsewhere. Returns that session. */
  tell(userId: string): Answer {
    const { clock, registry } = this.#options;
    this.#told.set(userId, clock.monotonic() + LEASE_MS);
    this.#stopTelling ??= this.#startTelling();
    const session = registry().ofUser(userId);
    const isLive = session !== undefined && registry().get(session.id) !== undefined;
    return isLive ? { result: 'done', view: viewOf(session) } : { result: 'absent' };
  }

  /** A session has begun here of a user who is watched, as is known only now: tells what has been missed. */
  began(session: Session): void {
    const { userId } = session;
    if (userId === undefined) return;
    const isTold = (this.#told.get(userId) ?? 0) >= this.#options.clock.monotonic();
    this.tell(userId);
    if (isTold) return;
    const missed = session.stepsAfter(0);
    const before = { ...viewOf(session), steps: session.steps - missed.length };
    this.#publish(userId, { kind: 'began', session: before });
    for (const [i, one] of missed.entries()) {
      const steps = before.steps + i + 1;
      const step = { ...one, total: steps };
      this.#publish(userId, { kind: 'step', session: { ...before, steps }, step });
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#stopTelling?.();
  }

  #watch(): void {
    this.#timer ??= this.#options.clock.after(RENEW_MS, () => {
      this.#timer = undefined;
      for (const [userId, followed] of this.#followed) {
        this.#renew(userId, followed).catch(() => {});
      }
      if (this.#followed.size > 0) this.#watch();
    });
  }

  /** Says that a user is watched here, to whoever has their session now or later. */
  async #renew(userId: string, followed: Followed): Promise<void> {
    const { link, keys, bus } = this.#options;
    await link.mark(keys.watched(userId), LEASE_MS);
    const [node] = await link.read(keys.user(userId), 'node');
    if (!node || node === link.node) return;
    const answer = await bus.ask(node, { ask: 'follow', user: userId }, ASK_TIMEOUT_MS);
    if (this.#followed.get(userId) !== followed || !answer?.view) return;
    const isKnown = followed.view?.id === answer.view.id;
    const view = this.#seen(followed, answer.view);
    if (!isKnown) followed.listener.began(view);
  }

  #hear(userId: string, text: string): void {
    const followed = this.#followed.get(userId);
    const news = read(text);
    if (!followed || !news || news.from === this.#options.link.node) return;
    const session = this.#seen(followed, news.session);
    if (news.kind === 'step') followed.listener.step(session, news.step);
    else if (news.kind === 'began') followed.listener.began(session);
    else followed.listener.ended(session, news.reason);
  }

  /** The same object for the same session. */
  #seen(followed: Followed, { id, samples, steps }: SessionView): SessionView {
    if (followed.view?.id === id) Object.assign(followed.view, { samples, steps });
    else followed.view = { id, samples, steps };
    return followed.view ?? { id, samples, steps };
  }

  #startTelling(): () => void {
    const { hooks } = this.#options;
    const stops = [
      hooks.on('step', (session, { timestamp, foot, confidence, total }) => {
        const step = { timestamp, foot, confidence, total };
        this.#tellOf(session, { kind: 'step', session: viewOf(session), step });
      }),
      hooks.on('sessionStart', (session) => {
        this.#tellOf(session, { kind: 'began', session: viewOf(session) });
      }),
      hooks.on('sessionEnd', (session, reason) => {
        this.#tellOf(session, { kind: 'ended', session: viewOf(session), reason });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #tellOf({ userId }: { readonly userId: string | undefined }, news: Untold): void {
    const until = userId === undefined ? undefined : this.#told.get(userId);
    if (userId === undefined || until === undefined) return;
    if (until >= this.#options.clock.monotonic()) {
      this.#publish(userId, news);
      return;
    }
    this.#told.delete(userId);
    if (this.#told.size > 0) return;
    this.#stopTelling?.();
    this.#stopTelling = undefined;
  }

  #publish(userId: string, news: Untold): void {
    const { link, keys } = this.#options;
    const text = JSON.stringify({ ...news, from: link.node } satisfies News);
    link.publish(keys.userChannel(userId), text).catch(() => {});
  }
}

type Untold = News extends infer One ? (One extends News ? Omit<One, 'from'> : never) : never;

function viewOf({ id, samples, steps }: SessionView): SessionView {
  return { id, samples, steps };
}

function read(text: string): News | undefined {
  try {
    return News.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
