import type { LiveMessage, SessionsMessage, TraceMessage } from '@stepstream/protocol';
import type { Hooks, StepSession } from '../hooks/index.ts';
import type { Clock, Sessions, Timer, Waiting } from '../session/index.ts';
import { ListFeed, type ListPage, pagesOf } from './list-feed.ts';
import { RowsElsewhere } from './rows-elsewhere.ts';
import { SessionRows } from './session-rows.ts';
import { TraceRecorder } from './trace-recorder.ts';

/** The way to somebody who watches. */
export interface Viewer {
  /** Sends a message, as JSON text. */
  send(text: string): void;
  /** Ends the connection: the server goes away. */
  close(reason: GoingAway): void;
  /** Whether it is at another server: it hears of the sessions of this one alone. */
  readonly isElsewhere?: boolean;
  /** Whether it says that pages of the list have come; see {@link LiveHub.seen}. */
  readonly isPaced?: boolean;
}

/** Viewers of this server want to see what is at others. */
export interface ViewersElsewhere {
  /** Asks for all sessions, and the traces of these; for nothing with undefined. */
  want(sessions: readonly string[] | undefined): void;
}

/** Why all connections end. */
export type GoingAway = 'restarting' | 'server_closed';

/** What the hub needs. */
export interface HubContext {
  readonly sessions: Pick<Sessions, 'get' | 'list' | 'size' | 'totalRequests'>;
  /** Sessions that wait for their clients to come back. Default: none. */
  away?(): Iterable<Waiting>;
  readonly hooks: Pick<Hooks, 'on'>;
  readonly clock: Clock;
  /** Seconds since the server began. */
  uptime(): number;
  /** Messages of all clients of all servers. Default: of this one. */
  totalRequests?(): number;
  /** Other servers, where there are some. */
  readonly elsewhere?: ViewersElsewhere | undefined;
}

/** A viewer, as it stands. */
interface Viewing {
  /** The session that it watches. */
  watched: string | null;
  readonly feed: ListFeed;
}

/** A session that somebody watches. */
interface Observed {
  readonly session: StepSession;
  readonly recorder: TraceRecorder;
  stop(): void;
}

/** How often the watched sessions' traces are sent, in milliseconds. */
const TRACE_INTERVAL_MS = 50;
/** How often the list is looked at: every so many traces. */
const TRACES_A_LIST = 8;
/** With nothing to tell, the list is told all the same every so many looks: it shows that we live. */
const LOOKS_A_SIGN_OF_LIFE = 5;

/**
 * Tells viewers what goes on. It runs while there are viewers, and only the sessions that one of
 * them watches are observed; with nobody there it costs nothing.
 */
export class LiveHub {
  readonly #context: HubContext;
  readonly #viewers = new Map<Viewer, Viewing>();
  /** The sessions that are observed, by id, and what keeps what they say. */
  readonly #observed = new Map<string, Observed>();
  #rows = new SessionRows();
  #elsewhere = new RowsElsewhere();
  #timer: Timer | undefined;
  #ticks = 0;
  #looksInSilence = 0;

  constructor(context: HubContext) {
    this.#context = context;
  }

  /** Begins to tell a viewer, who hears the whole list first. */
  join(viewer: Viewer): void {
    // The others' list is brought up to date first, so that all know the same.
    this.#tellChanges();
    const feed = new ListFeed(viewer.isPaced ?? false);
    this.#viewers.set(viewer, { watched: null, feed });
    const others = viewer.isElsewhere ? [] : this.#elsewhere.rows();
    const all = { changed: [...this.#rows.rows(), ...others], gone: [] };
    const [first, ...rest] = feed.isPaced ? pagesOf(all) : [all];
    send(viewer, this.#list(first, { isFresh: true, more: rest.length > 0 }));
    feed.sent();
    for (const page of rest) feed.add(page);
    this.#tellWaiting(viewer, feed);
    if (!viewer.isElsewhere) this.#want();
    this.#timer ??= this.#context.clock.after(TRACE_INTERVAL_MS, () => this.#tick());
  }

  /** Stops telling a viewer. */
  leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#observe();
    if (!viewer.isElsewhere) this.#want();
    if (this.#viewers.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#rows = new SessionRows();
  }

  /** A page of the list has come to a paced viewer. */
  seen(viewer: Viewer): void {
    const viewing = this.#viewers.get(viewer);
    if (!viewing) return;
    viewing.feed.seen();
    this.#tellWaiting(viewer, viewing.feed);
  }

  /** Tells a viewer of a session's samples from now on; of none with null. */
  watch(viewer: Viewer, sessionId: string | null): void {
    const viewing = this.#viewers.get(viewer);
    if (!viewing) return;
    viewing.watched = sessionId;
    this.#observe();
    if (!viewer.isElsewhere) this.#want();
  }

  /**
   * Another server tells what is there.
   *
   * @returns whether nothing was missed before it
   */
  hear(server: string, message: LiveMessage): boolean {
    if (message.type === 'trace') {
      this.#tellTrace(message, false);
      return true;
    }
    const news = this.#elsewhere.take(server, message);
    if (!news) return false;
    const gone = news.gone.filter((id) => !this.#context.sessions.get(id));
    if (news.changed.length + gone.length > 0) {
      this.#tellList({ changed: news.changed, gone }, false);
    }
    return true;
  }

  /** Another server is no more. */
  forgetServer(server: string): void {
    const gone = this.#elsewhere.forget(server);
    if (gone.length > 0) this.#tellList({ changed: [], gone }, false);
  }

  /** Ends all connections. */
  close(reason: GoingAway = 'server_closed'): void {
    for (const viewer of [...this.#viewers.keys()]) {
      this.leave(viewer);
      viewer.close(reason);
    }
  }

  #tick(): void {
    this.#timer = this.#context.clock.after(TRACE_INTERVAL_MS, () => this.#tick());
    for (const { session, recorder } of this.#observed.values()) {
      const trace = recorder.take(session);
      if (trace) this.#tellTrace(trace);
    }
    this.#ticks = (this.#ticks + 1) % TRACES_A_LIST;
    if (this.#ticks === 0) this.#tellChanges();
  }

  #tellChanges(): void {
    const { sessions, away, clock } = this.#context;
    const now = { monotonicMs: clock.monotonic(), unixMs: clock.now() };
    const { changed, gone } = this.#rows.update(sessions.list(), away?.() ?? [], now);
    this.#looksInSilence++;
    const silent = changed.length === 0 && gone.length === 0;
    if (silent && this.#looksInSilence < LOOKS_A_SIGN_OF_LIFE) return;
    this.#looksInSilence = 0;
    for (const id of gone) this.#forget(id);
    // One that was lost may have come back.
    this.#observe();
    this.#tellList({ changed, gone }, true);
    // One that has gone on at another server is still there for those who see that, too.
    const over = gone.filter((id) => !this.#elsewhere.has(id));
    this.#tellList({ changed, gone: over }, false);
  }

  /** Says what viewers here want to see of other servers. */
  #want(): void {
    const { elsewhere } = this.#context;
    if (!elsewhere) return;
    const here = [...this.#viewers].filter(([{ isElsewhere }]) => !isElsewhere);
    const watched = new Set(here.map(([, { watched: id }]) => id).filter((id) => id !== null));
    elsewhere.want(here.length > 0 ? [...watched] : undefined);
    if (here.length === 0) this.#elsewhere = new RowsElsewhere();
  }

  /** Has the sessions observed that somebody watches, and no others. */
  #observe(): void {
    const { sessions, hooks } = this.#context;
    const watched = new Set(Array.from(this.#viewers.values(), ({ watched: id }) => id));
    for (const [id, { session }] of [...this.#observed]) {
      if (!watched.has(id) || sessions.get(id) !== session) this.#forget(id);
    }
    for (const id of watched) {
      const session = id === null ? undefined : sessions.get(id);
      if (!session || this.#observed.has(session.id)) continue;
      const recorder = new TraceRecorder();
      const stops = [
        hooks.on('samples', (_, trace) => recorder.samples(trace), { session: session.id }),
        hooks.on('step', (_, step) => recorder.step(step), { session: session.id }),
      ];
      const stop = () => {
        for (const each of stops) each();
      };
      this.#observed.set(session.id, { session, recorder, stop });
    }
  }

  /** Observes a session no longer, whether or not it is still there. */
  #forget(id: string): void {
    const observed = this.#observed.get(id);
    if (!observed) return;
    observed.stop();
    this.#observed.delete(id);
  }

  #list({ changed, gone }: ListPage, { isFresh = false, more = false } = {}): SessionsMessage {
    const { sessions, clock, uptime, totalRequests } = this.#context;
    const others = this.#elsewhere.counts();
    return {
      type: 'sessions',
      fresh: isFresh,
      now: clock.now() / 1000,
      totals: {
        requests: totalRequests?.() ?? sessions.totalRequests,
        uptime: uptime(),
        live: sessions.size + others.live,
        away: this.#rows.away + others.away,
      },
      more,
      changed,
      gone,
    };
  }

  /** Tells viewers here, or elsewhere, what has become of sessions; those that are behind hear of it later. */
  #tellList(news: ListPage, isElsewhere: boolean): void {
    const whole = lazy(() => JSON.stringify(this.#list(news)));
    const pages = lazy(() => {
      const cut = pagesOf(news);
      return cut.map((page, i) => {
        const more = i < cut.length - 1;
        return { page, text: lazy(() => JSON.stringify(this.#list(page, { more }))) };
      });
    });
    for (const [viewer, { feed }] of this.#viewers) {
      if ((viewer.isElsewhere ?? false) !== isElsewhere) continue;
      if (!feed.isPaced) {
        viewer.send(whole());
        continue;
      }
      for (const { page, text } of pages()) {
        if (feed.isUpToDate && feed.hasRoom) {
          viewer.send(text());
          feed.sent();
        } else {
          feed.add(page);
        }
      }
    }
  }

  /** Sends a viewer what it has yet to hear, as far as it keeps up. */
  #tellWaiting(viewer: Viewer, feed: ListFeed): void {
    while (!feed.isUpToDate && feed.hasRoom) {
      const page = feed.take();
      send(viewer, this.#list(page, { more: !feed.isUpToDate }));
      feed.sent();
    }
  }

  /** Sends a trace to those who watch its session: here or elsewhere, or both. */
  #tellTrace(message: TraceMessage, isElsewhere?: boolean): void {
    const text = JSON.stringify(message);
    for (const [viewer, { watched }] of this.#viewers) {
      if (isElsewhere !== undefined && (viewer.isElsewhere ?? false) !== isElsewhere) continue;
      if (watched === message.session_id) viewer.send(text);
    }
  }
}

function send(viewer: Viewer, message: LiveMessage): void {
  viewer.send(JSON.stringify(message));
}

/** Makes something when it is first wanted. */
function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
