import type { Hooks, StepSession } from '../hooks/index.ts';
import { unixTime } from '../http/unix-time.ts';
import type { Clock, Sessions, Timer } from '../session/index.ts';
import { KEEP_ALIVE } from './event-text.ts';
import type { StepPosition } from './step-position.ts';
import { UserChannel, type Watcher } from './user-channel.ts';
import type { UsersElsewhere } from './user-elsewhere.ts';

/** What is needed to tell of users. */
export interface UserEventsContext {
  readonly hooks: Pick<Hooks, 'on'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly clock: Clock;
  /** How often a silent stream shows that it lives, in seconds; 0 for never. */
  readonly keepAliveSeconds: number;
  /** Users whose sessions are at other servers, where there are some. */
  readonly elsewhere?: UsersElsewhere | undefined;
}

/** How long a user whom nobody watches any more is kept for those who come back, in milliseconds. */
export const LINGER_MS = 120_000;
/** Most users that are kept so at once; each takes up to 100 KB. */
export const MAX_LINGERING = 500;

/**
 * Tells watchers of users' steps. It listens to the hooks while somebody is watched, or was a moment ago;
 * else it costs nothing.
 */
export class UserEvents {
  readonly #context: UserEventsContext;
  readonly #channels = new Map<string, UserChannel>();
  /** The users whom nobody watches now, the one left first at the beginning. */
  readonly #lingering = new Map<UserChannel, Timer>();
  /** Those who are told as soon as it is known whether their user walks elsewhere. */
  readonly #waiting = new Set<Watcher>();
  #stopListening: (() => void) | undefined;
  #keepAlive: Timer | undefined;
  #isClosed = false;

  constructor(context: UserEventsContext) {
    this.#context = context;
  }

  /** Users who are watched, or were a moment ago. */
  get size(): number {
    return this.#channels.size;
  }

  /**
   * Tells somebody of a user from now on.
   *
   * @param last the last step that they have heard of; `unknown` where it can't be read
   */
  join(userId: string, watcher: Watcher, last?: StepPosition | 'unknown'): void {
    if (this.#isClosed) {
      watcher.close();
      return;
    }
    const channel = this.#channels.get(userId) ?? this.#open(userId);
    this.#lingering.get(channel)?.cancel();
    this.#lingering.delete(channel);
    this.#scheduleKeepAlive();
    if (!channel.ready) {
      channel.join(watcher, last, this.#now());
      return;
    }
    this.#waiting.add(watcher);
    void channel.ready.then(() => {
      if (this.#waiting.delete(watcher)) this.join(userId, watcher, last);
    });
  }

  /** Tells them of the user no longer. */
  leave(userId: string, watcher: Watcher): void {
    const channel = this.#channels.get(userId);
    const wasWaiting = this.#waiting.delete(watcher);
    if (!channel || !(channel.leave(watcher) || wasWaiting) || channel.isWatched) return;
    const timer = this.#context.clock.after(LINGER_MS, () => this.#drop(channel));
    this.#lingering.set(channel, timer);
    const [first] = this.#lingering.keys();
    if (this.#lingering.size > MAX_LINGERING && first) this.#drop(first);
    if (this.#lingering.size === this.#channels.size) this.#stopKeepAlive();
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#waiting) watcher.close();
    this.#waiting.clear();
    for (const channel of [...this.#channels.values()]) {
      for (const watcher of [...channel.watchers]) watcher.close();
      this.#drop(channel);
    }
  }

  #open(userId: string): UserChannel {
    let session: StepSession | undefined;
    for (const one of this.#context.sessions.list()) if (one.userId === userId) session = one;
    const channel = new UserChannel(userId, session);
    this.#channels.set(userId, channel);
    this.#follow(channel);
    this.#stopListening ??= this.#listen();
    return channel;
  }

  #follow(channel: UserChannel): void {
    const { elsewhere } = this.#context;
    if (!elsewhere) return;
    const ready = elsewhere.follow(channel.userId, {
      began: (session) => channel.began(session, this.#now()),
      ended: (session, reason) => channel.ended(session, reason, this.#now()),
      step: (session, step) => channel.step(session, step, this.#now()),
    });
    channel.ready = ready.then(() => {
      channel.ready = undefined;
    });
  }

  #drop(channel: UserChannel): void {
    this.#lingering.get(channel)?.cancel();
    this.#lingering.delete(channel);
    this.#channels.delete(channel.userId);
    this.#context.elsewhere?.unfollow(channel.userId);
    if (this.#channels.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#stopKeepAlive();
  }

  #listen(): () => void {
    const { hooks } = this.#context;
    const of = ({ userId }: StepSession) =>
      userId === undefined ? undefined : this.#channels.get(userId);
    const stops = [
      hooks.on('step', (session, step) => of(session)?.step(session, step, this.#now())),
      hooks.on('sessionStart', (session) => of(session)?.began(session, this.#now())),
      hooks.on('sessionEnd', (session, reason) => of(session)?.ended(session, reason, this.#now())),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #scheduleKeepAlive(): void {
    const { clock, keepAliveSeconds } = this.#context;
    if (keepAliveSeconds === 0) return;
    this.#keepAlive ??= clock.after(1000 * keepAliveSeconds, () => {
      this.#keepAlive = undefined;
      for (const channel of [...this.#channels.values()]) {
        for (const watcher of [...channel.watchers]) watcher.send(KEEP_ALIVE);
      }
      if (this.#lingering.size < this.#channels.size) this.#scheduleKeepAlive();
    });
  }

  #stopKeepAlive(): void {
    this.#keepAlive?.cancel();
    this.#keepAlive = undefined;
  }

  #now(): string {
    return unixTime(this.#context.clock.now());
  }
}
