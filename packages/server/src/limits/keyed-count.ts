/** Counts what each of many has now, by a key. It knows only those that have any. */
export class KeyedCount {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  /** @param most that one may have; 0 for any number */
  constructor(most: number) {
    this.#most = most || Number.POSITIVE_INFINITY;
  }

  /** Keys that have any. */
  get size(): number {
    return this.#counts.size;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Whether one more would be too many. */
  isFull(key: string): boolean {
    return this.of(key) >= this.#most;
  }

  /** One more; {@link remove} takes it away again. */
  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  remove(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
