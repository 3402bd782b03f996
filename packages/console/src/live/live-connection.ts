import { Backoff } from '@stepstream/client/internals';
import type { LiveMessage, SessionRow, SessionsMessage, ViewerMessage } from '@stepstream/protocol';
import { CLOSE_REASONS } from '@stepstream/protocol';
import { socketUrl } from '../page-config.ts';
import { Store } from '../store.ts';
import { takeTrace } from '../trace/take-trace.ts';
import { MAX_STREAM_SAMPLES, TraceData } from '../trace/trace-data.ts';
import { linkTo, readLink } from './link-to.ts';
import { SessionList } from './session-list.ts';
import { forgetToken, isSignedIn, keptToken, signIn } from './token.ts';

/** How the connection to the server stands. */
export type LinkState =
  | 'connecting'
  | 'open'
  | 'lost'
  /** The server wants the admin token. */
  | 'locked'
  /** The token was not the right one. */
  | 'refused';

/** What is shown beside the list, and grows or shrinks with each message. */
export interface LiveState {
  /** Counts the messages, so that whoever shows the list knows when it has changed. */
  readonly version: number;
  readonly totals: SessionsMessage['totals'];
  /** Messages of all clients a second. */
  readonly requestRate: number;
  /** By how much the server's clock is ahead of this one, in seconds. */
  readonly clockOffset: number;
  /** Whether all sessions are listed that there are; over a slow link that takes a while. */
  readonly complete: boolean;
  /** When the last message came, in milliseconds of this clock; null before the first. */
  readonly heardAt: number | null;
}

/** Who is watched. */
export interface Watched {
  readonly id: string;
  readonly name: string;
  readonly userId: string | null;
  readonly trace: TraceData;
  /** Whether the session has ended. */
  readonly over: boolean;
}

const TITLE = 'Stepstream';
/** Silence after which the connection is as good as lost. The server speaks every 2 s, and a page has 20 KB at most. */
const MAX_SILENCE_MS = 8000;

/** The one stream from the server to the page: who is there, and what the watched session does. */
export class LiveConnection {
  readonly link: Store<LinkState>;
  readonly state = new Store<LiveState>({
    version: 0,
    totals: { requests: 0, uptime: 0, live: 0, away: 0 },
    requestRate: 0,
    clockOffset: 0,
    complete: false,
    heardAt: null,
  });
  readonly watched = new Store<Watched | null>(null);
  readonly sessions = new SessionList();
  #socket: WebSocket | undefined;
  readonly #backoff = new Backoff({ minDelay: 500, maxDelay: 10_000, random: Math.random });
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #needsToken: boolean;
  #lastTotals: { readonly requests: number; readonly now: number } | undefined;

  /** @param needsToken - whether the server wants the admin token of this page */
  constructor(needsToken: boolean) {
    this.#needsToken = needsToken;
    this.link = new Store<LinkState>('connecting');
    const given = keptToken();
    if (!needsToken) this.connect();
    else if (given !== null) void this.unlock(given);
    else void this.#connectByCookie();
  }

  /** Tries at once. */
  connect(): void {
    clearTimeout(this.#retry);
    this.#drop();
    const socket = new WebSocket(socketUrl('/console/live?paced=1'));
    this.#socket = socket;
    socket.onopen = () => {
      const token = keptToken();
      if (this.#needsToken && token !== null) this.#say({ action: 'authenticate', token });
      this.#listenForSilence();
    };
    socket.onmessage = ({ data }) => {
      this.#listenForSilence();
      this.#receive(JSON.parse(data) as LiveMessage);
    };
    socket.onclose = ({ code }) => this.#lost(code);
  }

  /** Unlocks the view with the admin token. */
  async unlock(token: string): Promise<void> {
    this.link.value = 'connecting';
    await signIn(token);
    this.connect();
  }

  /** A page that was opened by a link of another site was not sent the cookie that its browser has. */
  async #connectByCookie(): Promise<void> {
    if (await isSignedIn()) this.connect();
    else this.link.value = 'locked';
  }

  /** Watches a session; none with null. */
  watch(id: string | null): void {
    const row = id === null ? undefined : this.sessions.get(id);
    const link = row ? linkTo({ id: row.id, userId: row.user_id }) : location.pathname;
    history.replaceState(null, '', link);
    const trace = new TraceData({
      maxSamples: MAX_STREAM_SAMPLES,
      ...(row && { begun: row.created_at }),
    });
    this.#watch(row ?? null, trace);
  }

  #watch(row: SessionRow | null, trace: TraceData): void {
    this.watched.value = row && {
      id: row.id,
      name: row.user_id ?? row.id,
      userId: row.user_id,
      trace,
      over: false,
    };
    this.#say({ action: 'watch', session_id: row?.id ?? null });
  }

  #receive(message: LiveMessage): void {
    if (message.type === 'trace') {
      this.#trace(message);
      return;
    }
    if (message.type !== 'sessions') return;
    this.#backoff.reset();
    if (message.fresh) this.#begin();
    this.sessions.apply(message);
    this.#say({ action: 'seen' });
    this.#findNamed();
    if (!message.more) this.#findWatched();
    document.title = message.totals.live > 0 ? `● ${message.totals.live} live · ${TITLE}` : TITLE;
    this.state.value = {
      version: this.state.value.version + 1,
      totals: message.totals,
      requestRate: this.#requestRate(message),
      clockOffset: message.now - Date.now() / 1000,
      complete: !message.more,
      heardAt: Date.now(),
    };
    this.link.value = 'open';
  }

  /** Watches whom the address names, once they are there. */
  #findNamed(): void {
    const named = this.watched.value ? null : readLink(location.hash);
    if (!named) return;
    const row =
      named.kind === 'users' ? this.sessions.ofUser(named.name) : this.sessions.get(named.name);
    if (row) this.watch(row.id);
  }

  /** A client that was lost may come back: with its session or, where the server has lost that, with another one. */
  #findWatched(): void {
    const watched = this.watched.value;
    if (!watched) return;
    const over = !this.sessions.get(watched.id);
    const another = over ? this.sessions.ofUser(watched.userId) : undefined;
    if (another) this.#watch(another, watched.trace);
    else if (watched.over !== over) this.watched.value = { ...watched, over };
  }

  /** A connection that has come about anew watches what the one before watched. */
  #begin(): void {
    const watched = this.watched.value;
    if (watched && !watched.over) this.#say({ action: 'watch', session_id: watched.id });
    this.#lastTotals = undefined;
  }

  #trace(message: TraceOf): void {
    const watched = this.watched.value;
    if (watched && message.session_id === watched.id) takeTrace(watched.trace, message);
  }

  #requestRate({ totals, now }: SessionsMessage): number {
    const last = this.#lastTotals;
    this.#lastTotals = { requests: totals.requests, now };
    if (!last || now <= last.now) return this.state.value.requestRate;
    return (totals.requests - last.requests) / (now - last.now);
  }

  #lost(code: number): void {
    clearTimeout(this.#silence);
    if (code === CLOSE_REASONS.unauthenticated.code) {
      const tried = keptToken() !== null;
      forgetToken();
      this.link.value = tried ? 'refused' : 'locked';
      return;
    }
    this.link.value = 'lost';
    this.#retry = setTimeout(() => this.connect(), this.#backoff.next());
  }

  /** A network that has gone away says nothing. */
  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.link.value = 'lost';
      this.connect();
    }, MAX_SILENCE_MS);
  }

  #drop(): void {
    if (!this.#socket) return;
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  #say(message: ViewerMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

type TraceOf = Extract<LiveMessage, { readonly type: 'trace' }>;
