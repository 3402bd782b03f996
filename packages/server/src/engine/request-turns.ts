/** Requests that are begun before sockets are looked at again: some tenths of a millisecond. */
const AT_ONCE = 4;
/** Requests that wait; more are told that the server is busy. All clients of a server come back at once after a restart. */
const MAX_WAITING = 10_000;

/** Whether a request may go on, or finds too many before it. */
export type Turn = 'served' | 'busy';

/**
 * Lets requests go on a few at a time, so that streams have their turns between them. A request alone never waits.
 * One that does, ends what a client has sent in one piece after it (HTTP pipelining): the runtime closes the connection.
 * No browser and no proxy sends such, and a piece of 512 KiB would be thousands of answers before anybody else's.
 */
export class RequestTurns {
  readonly #waiting: (() => void)[] = [];
  #left = AT_ONCE;
  #isScheduled = false;

  /** Resolves when it is a request's turn; undefined where it is that at once. */
  take(): Promise<Turn> | undefined {
    this.#schedule();
    if (this.#left > 0) {
      this.#left--;
      return undefined;
    }
    if (this.#waiting.length >= MAX_WAITING) {
      return new Promise((resolve) => setImmediate(resolve, 'busy'));
    }
    return new Promise((resolve) => this.#waiting.push(() => resolve('served')));
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const next = this.#waiting.splice(0, AT_ONCE);
      this.#left = AT_ONCE - next.length;
      if (next.length > 0) this.#schedule();
      for (const goOn of next) goOn();
    });
  }
}
