import type { LiveMessage } from '@stepstream/protocol';
import type { Viewer } from './viewer.ts';

/** Who watches, here and at other servers, and which session. */
export class Viewers {
  readonly #watched = new Map<Viewer, string | null>();

  get size(): number {
    return this.#watched.size;
  }

  /** All of them; they may leave meanwhile. */
  all(): readonly Viewer[] {
    return [...this.#watched.keys()];
  }

  has(viewer: Viewer): boolean {
    return this.#watched.has(viewer);
  }

  /** The viewer watches a session from now on; none with null. */
  set(viewer: Viewer, sessionId: string | null): void {
    this.#watched.set(viewer, sessionId);
  }

  delete(viewer: Viewer): boolean {
    return this.#watched.delete(viewer);
  }

  /** The sessions that are watched. */
  watched(): Set<string> {
    return new Set([...this.#watched.values()].filter((id) => id !== null));
  }

  /** The same of those who are here; undefined where nobody is. */
  watchedHere(): readonly string[] | undefined {
    const here = [...this.#watched].filter(([{ isElsewhere }]) => !isElsewhere);
    if (here.length === 0) return undefined;
    return [...new Set(here.map(([, id]) => id).filter((id) => id !== null))];
  }

  /** Tells all who are here, or elsewhere. */
  tell(message: LiveMessage | undefined, isElsewhere: boolean): void {
    if (!message) return;
    const text = JSON.stringify(message);
    for (const viewer of this.#watched.keys()) {
      if ((viewer.isElsewhere ?? false) === isElsewhere) viewer.send(text);
    }
  }

  /** Tells those who watch a session: here or elsewhere, or both. */
  tellWatching(
    message: LiveMessage & { readonly session_id: string },
    isElsewhere?: boolean,
  ): void {
    const text = JSON.stringify(message);
    for (const [viewer, watched] of this.#watched) {
      if (isElsewhere !== undefined && (viewer.isElsewhere ?? false) !== isElsewhere) continue;
      if (watched === message.session_id) viewer.send(text);
    }
  }
}
