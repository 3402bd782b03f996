/** The listeners of one hook: of all sessions, and of single ones. */
export class ListenerList<Listener> {
  #ofAll: readonly Listener[] = [];
  readonly #ofOne = new Map<string, readonly Listener[]>();

  /**
   * @param session the only session that the listener is told of; all without it
   * @returns a function that takes the listener away again
   */
  add(listener: Listener, session: string | undefined): () => void {
    // Lists are replaced, not changed: one that is being gone through stays as it is.
    if (session === undefined) {
      this.#ofAll = [...this.#ofAll, listener];
      return once(() => {
        this.#ofAll = without(this.#ofAll, listener);
      });
    }
    this.#ofOne.set(session, [...(this.#ofOne.get(session) ?? []), listener]);
    return once(() => {
      const left = without(this.#ofOne.get(session) ?? [], listener);
      if (left.length > 0) this.#ofOne.set(session, left);
      else this.#ofOne.delete(session);
    });
  }

  /** Whether anybody listens to this session. */
  wants(session: string): boolean {
    return this.#ofAll.length > 0 || (this.#ofOne.size > 0 && this.#ofOne.has(session));
  }

  /** Those who listen to this session. */
  of(session: string | undefined): readonly Listener[] {
    const ofOne = session === undefined ? undefined : this.#ofOne.get(session);
    return ofOne ? [...this.#ofAll, ...ofOne] : this.#ofAll;
  }
}

function without<Item>(items: readonly Item[], item: Item): readonly Item[] {
  const index = items.indexOf(item);
  return index < 0 ? items : items.toSpliced(index, 1);
}

/** Called again, it must not take away the same function of somebody else. */
export function once(remove: () => void): () => void {
  let isThere = true;
  return () => {
    if (isThere) remove();
    isThere = false;
  };
}
