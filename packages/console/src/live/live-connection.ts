import type {
  EndedMessage,
  EndedRow,
  LiveMessage,
  NodesMessage,
  SessionsMessage,
  ViewerMessage,
} from '@stepstream/protocol';
import { CLOSE_REASONS } from '@stepstream/protocol';
import { Store } from '../store.ts';
import { liveBackoff, openLiveSocket } from './live-socket.ts';
import { SessionList } from './session-list.ts';
import { forgetToken, isSignedIn, keptToken, signIn } from './token.ts';
import { Watching } from './watching.ts';

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

const TITLE = 'Stepstream';
/** So many of the sessions that have ended are listed. */
const MAX_ENDED = 50;
/** Silence after which the connection is as good as lost. The server speaks every 2 s, and a page has 20 KB at most. */
const MAX_SILENCE_MS = 8000;
/** The page is drawn anew no sooner than this: of thousands of sessions, a hundred pages come a second. */
const DRAW_INTERVAL_MS = 100;

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
  readonly sessions = new SessionList();
  /** Who is watched. */
  readonly watching = new Watching(this.sessions, (session_id) =>
    this.#say({ action: 'watch', session_id }),
  );
  /** The last sessions that have ended, the newest first. */
  readonly ended = new Store<readonly EndedRow[]>([]);
  /** The servers of the cluster; null where there is one server alone. */
  readonly nodes = new Store<NodesMessage | null>(null);
  #socket: WebSocket | undefined;
  readonly #backoff = liveBackoff();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #needsToken: boolean;
  /** What the page is drawn with next. */
  #next = this.state.value;
  #drawing: ReturnType<typeof setTimeout> | undefined;
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
    const socket = openLiveSocket();
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

  #receive(message: LiveMessage): void {
    if (message.type === 'trace') this.watching.trace(message);
    else if (message.type === 'frames') this.watching.frames(message);
    else if (message.type === 'ended') this.#noteEnded(message);
    else if (message.type === 'nodes') this.nodes.value = message;
    else this.#list(message);
  }

  #list(message: SessionsMessage): void {
    this.#backoff.reset();
    if (message.fresh) this.#begin();
    this.sessions.apply(message);
    this.#say({ action: 'seen' });
    this.watching.findNamed();
    if (!message.more) this.watching.findWatched();
    document.title = message.totals.live > 0 ? `● ${message.totals.live} live · ${TITLE}` : TITLE;
    this.#next = {
      version: this.#next.version + 1,
      totals: message.totals,
      requestRate: this.#requestRate(message),
      clockOffset: message.now - Date.now() / 1000,
      complete: !message.more,
      heardAt: Date.now(),
    };
    this.#draw();
    this.link.value = 'open';
  }

  /** Has what is known drawn: at once or, if that has just been done, a little later. */
  #draw(): void {
    if (this.#drawing !== undefined) return;
    this.state.value = this.#next;
    this.#drawing = setTimeout(() => {
      this.#drawing = undefined;
      if (this.state.value !== this.#next) this.#draw();
    }, DRAW_INTERVAL_MS);
  }

  #begin(): void {
    this.watching.resume();
    this.#lastTotals = undefined;
    this.nodes.value = null;
  }

  #noteEnded({ fresh, sessions }: EndedMessage): void {
    const before = fresh ? [] : this.ended.value;
    this.ended.value = [...sessions, ...before]
      .toSorted((a, b) => b.ended_at - a.ended_at)
      .slice(0, MAX_ENDED);
  }

  #requestRate({ totals, now }: SessionsMessage): number {
    const last = this.#lastTotals;
    this.#lastTotals = { requests: totals.requests, now };
    if (!last || now <= last.now) return this.#next.requestRate;
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
    this.#isLost();
    this.#retry = setTimeout(() => this.connect(), this.#backoff.next());
  }

  /** A network that has gone away says nothing. */
  #listenForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#isLost();
      this.connect();
    }, MAX_SILENCE_MS);
  }

  /** How many are live now nobody knows. */
  #isLost(): void {
    this.link.value = 'lost';
    document.title = TITLE;
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
