import type { LiveMessage, NodesMessage, SessionsMessage } from '@stepstream/protocol';
import type { EndReason, StepSession } from '../hooks/index.ts';
import type { Sessions, Timer, Waiting } from '../session/index.ts';
import { EndedSessions } from './ended-sessions.ts';
import { ListTeller, type WriteList } from './list-teller.ts';
import { type ObservedContext, ObservedSessions } from './observed-sessions.ts';
import { PastKeeper } from './past-keeper.ts';
import { nodeName, RowsElsewhere } from './rows-elsewhere.ts';
import { SessionRows } from './session-rows.ts';
import type { GoingAway, Viewer, ViewersElsewhere } from './viewer.ts';
import { Viewers } from './viewers.ts';

/** What the hub needs. */
export interface HubContext extends ObservedContext {
  readonly sessions: Pick<Sessions, 'get' | 'list' | 'size' | 'totalRequests'>;
  /** Sessions that wait for their clients to come back. Default: none. */
  away?(): Iterable<Waiting>;
  /** Seconds since the server began. */
  uptime(): number;
  /** Messages of all clients of all servers. Default: of this one. */
  totalRequests?(): number;
  /** Other servers, where there are some. */
  readonly elsewhere?: ViewersElsewhere | undefined;
  /** The id of this server among others. Default: there are none. */
  readonly node?: string | undefined;
  /** All servers, as they stand; undefined where there is one alone. */
  nodes?(): Omit<NodesMessage, 'type'> | undefined;
}

/** How often the watched sessions' traces are sent, in milliseconds. */
const TRACE_INTERVAL_MS = 50;
/** How often the list is looked at, and frames are sent: every so many traces. */
const TRACES_A_LIST = 8;
/** With nothing to tell, the list is told all the same every so many looks: it shows that we live. Servers are told then. */
const LOOKS_A_SIGN_OF_LIFE = 5;

/**
 * Tells viewers what goes on. It runs while there are viewers, and only the sessions that one of
 * them watches are observed; with nobody there it costs nothing.
 */
export class LiveHub {
  readonly #context: HubContext;
  readonly #node: string | null;
  readonly #viewers = new Viewers();
  readonly #list: ListTeller;
  readonly #observed: ObservedSessions;
  readonly #past: PastKeeper;
  readonly #ended = new EndedSessions();
  #rows: SessionRows;
  #elsewhere = new RowsElsewhere();
  #timer: Timer | undefined;
  #ticks = 0;
  #looks = 0;
  #looksInSilence = 0;

  constructor(context: HubContext) {
    this.#context = context;
    this.#node = context.node === undefined ? null : nodeName(context.node);
    this.#rows = new SessionRows(this.#node);
    this.#list = new ListTeller((...page) => this.#writeList(...page));
    this.#observed = new ObservedSessions(context);
    this.#past = new PastKeeper(context.hooks);
    context.hooks.on('sessionEnd', (session, reason, { goesOn }) => {
      if (!goesOn) this.#noteEnd(session, reason);
    });
  }

  /** Begins to tell a viewer, who hears the whole list first. */
  join(viewer: Viewer): void {
    // The others' list is brought up to date first, so that all know the same.
    this.#tellChanges();
    this.#viewers.set(viewer, null);
    this.#past.start();
    const { isElsewhere: isOwn = false } = viewer;
    const others = isOwn ? [] : this.#elsewhere.rows();
    this.#list.begin(viewer, { changed: [...this.#rows.rows(), ...others], gone: [] });
    send(viewer, this.#ended.all({ isOwn }));
    const nodes = isOwn ? undefined : this.#writeNodes();
    if (nodes) send(viewer, nodes);
    if (!isOwn) this.#want();
    this.#timer ??= this.#context.clock.after(TRACE_INTERVAL_MS, () => this.#tick());
  }

  /** Stops telling a viewer. */
  leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#list.leave(viewer);
    this.#observe();
    if (!viewer.isElsewhere) this.#want();
    if (this.#viewers.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#past.stop();
    this.#rows = new SessionRows(this.#node);
  }

  /** A page of the list has come to a paced viewer. */
  seen(viewer: Viewer): void {
    this.#list.seen(viewer);
  }

  /** Tells a viewer of a session's samples and frames from now on, and of what has just been; of none with null. */
  watch(viewer: Viewer, sessionId: string | null): void {
    if (!this.#viewers.has(viewer)) return;
    // Those who watch it already hear first what they have yet to hear.
    this.#tellObserved();
    this.#viewers.set(viewer, sessionId);
    this.#observe();
    const session = sessionId === null ? undefined : this.#context.sessions.get(sessionId);
    for (const message of session
      ? [this.#past.of(session), this.#observed.framesOf(session.id)]
      : []) {
      if (message) send(viewer, message);
    }
    if (!viewer.isElsewhere) this.#want(session ? undefined : (sessionId ?? undefined));
  }

  /**
   * Another server tells what is there.
   *
   * @returns whether nothing was missed before it
   */
  hear(server: string, message: LiveMessage): boolean {
    if (message.type === 'trace' || message.type === 'frames')
      this.#viewers.tellWatching(message, false);
    else if (message.type === 'ended')
      this.#viewers.tell(this.#ended.hear(message.sessions), false);
    if (message.type !== 'sessions') return true;
    const news = this.#elsewhere.take(server, message);
    if (!news) return false;
    const gone = news.gone.filter((id) => !this.#context.sessions.get(id));
    if (news.changed.length + gone.length > 0) {
      this.#list.tell({ changed: news.changed, gone }, false);
    }
    return true;
  }

  /** Another server is no more. */
  forgetServer(server: string): void {
    const gone = this.#elsewhere.forget(server);
    if (gone.length > 0) this.#list.tell({ changed: [], gone }, false);
  }

  /** Nothing is to be kept of a user, whose sessions have ended. */
  forgetUser(userId: string): void {
    if (this.#ended.forgetUser(userId))
      this.#viewers.tell(this.#ended.all({ isOwn: false }), false);
  }

  /** Ends all connections. */
  close(reason: GoingAway = 'server_closed'): void {
    for (const viewer of this.#viewers.all()) {
      this.leave(viewer);
      viewer.close(reason);
    }
  }

  #tick(): void {
    this.#timer = this.#context.clock.after(TRACE_INTERVAL_MS, () => this.#tick());
    this.#ticks = (this.#ticks + 1) % TRACES_A_LIST;
    if (this.#ticks !== 0) {
      for (const trace of this.#observed.traces()) this.#viewers.tellWatching(trace);
      return;
    }
    this.#tellObserved();
    this.#tellChanges();
    this.#looks = (this.#looks + 1) % LOOKS_A_SIGN_OF_LIFE;
    if (this.#looks === 0) this.#viewers.tell(this.#writeNodes(), false);
  }

  #tellChanges(): void {
    const { sessions, away, clock } = this.#context;
    const now = { monotonicMs: clock.monotonic(), unixMs: clock.now() };
    const { changed, gone } = this.#rows.update(sessions.list(), away?.() ?? [], now);
    const ended = this.#ended.take();
    this.#viewers.tell(ended, true);
    this.#viewers.tell(ended, false);
    this.#looksInSilence++;
    const silent = changed.length === 0 && gone.length === 0;
    if (silent && this.#looksInSilence < LOOKS_A_SIGN_OF_LIFE) return;
    this.#looksInSilence = 0;
    for (const id of gone) this.#observed.forget(id);
    // One that was lost may have come back.
    this.#observe();
    this.#list.tell({ changed, gone }, true);
    // One that has gone on at another server is still there for those who see that, too.
    const over = gone.filter((id) => !this.#elsewhere.has(id));
    this.#list.tell({ changed, gone: over }, false);
  }

  /** Says what viewers here want to see of other servers. */
  #want(anew?: string): void {
    const { elsewhere } = this.#context;
    if (!elsewhere) return;
    const watched = this.#viewers.watchedHere();
    elsewhere.want(watched, anew);
    if (watched) return;
    this.#elsewhere = new RowsElsewhere();
    this.#ended.forgetOthers();
  }

  /** Has the sessions observed that somebody watches, and no others. */
  #observe(): void {
    this.#observed.observe(this.#viewers.watched());
  }

  #noteEnd(session: StepSession, reason: EndReason): void {
    const { id, userId, duration, steps, errors } = session;
    this.#ended.add({
      ...{ id, user_id: userId ?? null, node: this.#node, duration, steps, errors, reason },
      ended_at: this.#context.clock.now() / 1000,
    });
  }

  readonly #writeList: WriteList = ({ changed, gone }, { isFresh = false, more = false } = {}) => {
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
    } satisfies SessionsMessage;
  };

  #writeNodes(): NodesMessage | undefined {
    const nodes = this.#context.nodes?.();
    return nodes && { type: 'nodes', ...nodes };
  }

  #tellObserved(): void {
    for (const trace of this.#observed.traces()) this.#viewers.tellWatching(trace);
    for (const frames of this.#observed.frames()) this.#viewers.tellWatching(frames);
  }
}

function send(viewer: Viewer, message: LiveMessage): void {
  viewer.send(JSON.stringify(message));
}
