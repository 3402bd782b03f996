import { abortable } from './abortable.ts';

interface Waiter {
  readonly limit: number;
  resolve(): void;
  reject(reason: unknown): void;
}

/** Lets senders wait until the server has kept up. */
export class Drain {
  readonly #waiters = new Set<Waiter>();

  /**
   * Waits until at most `limit` samples are left.
   *
   * @throws the signal's reason when it is aborted first; what {@link close} was given
   */
  wait(limit: number, signal?: AbortSignal): Promise<void> {
    let waiter: Waiter | undefined;
    return abortable<void>(
      signal,
      (resolve, reject) => {
        waiter = { limit, resolve, reject };
        this.#waiters.add(waiter);
      },
      () => waiter && this.#waiters.delete(waiter),
    );
  }

  /** So many samples are left. */
  update(left: number): void {
    for (const waiter of this.#waiters) {
      if (left > waiter.limit) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Nothing will change any more. */
  close(error: Error): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }
}
