import type { FrameEntry, FramesMessage, SessionRow, TraceMessage } from '@stepstream/protocol';
import { Store } from '../store.ts';
import { takeTrace } from '../trace/take-trace.ts';
import { MAX_STREAM_SAMPLES, TraceData } from '../trace/trace-data.ts';
import { linkTo, type Named, readLink } from './link-to.ts';
import type { SessionList } from './session-list.ts';

/** So many of the last frames and answers are shown. */
const MAX_FRAMES = 50;

/** Who is watched. */
export interface Watched {
  readonly id: string;
  readonly name: string;
  readonly userId: string | null;
  readonly trace: TraceData;
  /** The last frames and answers, oldest first. */
  readonly frames: Store<readonly FrameEntry[]>;
  /** Whether the session has ended. */
  readonly over: boolean;
}

/** Who is watched, and who is to be watched as soon as they come: whom the address names. */
export class Watching {
  readonly watched = new Store<Watched | null>(null);
  /** Whom the address names, while they are not there. */
  readonly missing = new Store<Named | null>(readLink(location.hash));
  readonly #sessions: SessionList;
  readonly #say: (sessionId: string | null) => void;

  /** @param say asks the server for the session's trace; for none with null */
  constructor(sessions: SessionList, say: (sessionId: string | null) => void) {
    this.#sessions = sessions;
    this.#say = say;
    addEventListener('hashchange', () => this.#follow(readLink(location.hash)));
  }

  /** Watches a session; none with null. */
  watch(id: string | null): void {
    const row = id === null ? undefined : this.#sessions.get(id);
    const link = row ? linkTo({ id: row.id, userId: row.user_id }) : location.pathname;
    history.replaceState(null, '', link);
    this.missing.value = null;
    this.#watch(row ?? null);
  }

  /** Watches whom the address names, once they are there. */
  findNamed(): void {
    const named = this.missing.value;
    const row = named && this.#rowOf(named);
    if (row) this.watch(row.id);
  }

  /** A client that was lost may come back: with its session or, where the server has lost that, with another one. */
  findWatched(): void {
    const watched = this.watched.value;
    if (!watched) return;
    const over = !this.#sessions.get(watched.id);
    const another = over ? this.#sessions.ofUser(watched.userId) : undefined;
    if (another) this.#watch(another, watched);
    else if (watched.over !== over) this.watched.value = { ...watched, over };
  }

  /** A connection that has come about anew watches what the one before watched. */
  resume(): void {
    const watched = this.watched.value;
    if (watched && !watched.over) this.#say(watched.id);
  }

  /** Draws what has come of the watched session. */
  trace(message: TraceMessage): void {
    const watched = this.watched.value;
    if (watched && message.session_id === watched.id) takeTrace(watched.trace, message);
  }

  /** Takes what was sent and answered. */
  frames({ session_id, fresh, frames }: FramesMessage): void {
    const watched = this.watched.value;
    if (!watched || session_id !== watched.id) return;
    const before = fresh ? [] : watched.frames.value;
    watched.frames.value = [...before, ...frames].slice(-MAX_FRAMES);
  }

  /** The address names somebody else; where it names a view, whoever is watched is watched on, and named at home. */
  #follow(named: Named | null): void {
    const row = named && this.#rowOf(named);
    if (row) {
      if (row.id !== this.watched.value?.id) this.watch(row.id);
      return;
    }
    const watched = this.watched.value;
    if (!named && watched && /^(#\/?)?$/.test(location.hash)) {
      history.replaceState(null, '', linkTo(watched));
    }
    this.missing.value = named;
    if (named && watched) this.#watch(null);
  }

  #rowOf({ kind, name }: Named): SessionRow | undefined {
    return kind === 'users' ? this.#sessions.ofUser(name) : this.#sessions.get(name);
  }

  /** @param before whoever is the same person: their trace goes on */
  #watch(row: SessionRow | null, before?: Watched): void {
    const trace = () =>
      new TraceData({
        maxSamples: MAX_STREAM_SAMPLES,
        ...(row && { begun: row.created_at }),
      });
    this.watched.value = row && {
      id: row.id,
      name: row.user_id ?? row.id,
      userId: row.user_id,
      trace: before?.trace ?? trace(),
      frames: new Store<readonly FrameEntry[]>([]),
      over: false,
    };
    this.#say(row?.id ?? null);
  }
}
