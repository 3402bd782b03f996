/** How many messages may wait for one that is missing. */
const MAX_WAITING_MESSAGES = 4;
/** Ids that are remembered, to know a repeated message. */
const REMEMBERED = 1024;
/** A recording whose first message here has a larger id than this began before we listened. */
const LATEST_BEGINNING = 2;

/** What a message's arrival brings. */
export interface Turn<Message> {
  readonly messages: readonly Message[];
  readonly repeated: boolean;
  readonly late: boolean;
}

/**
 * Puts numbered messages in order. HTTP requests may overtake one another, be lost, and be sent
 * again; a message waits for those before it, but not for ever.
 */
export class ReorderBuffer<Message> {
  #next: number | undefined;
  readonly #waiting = new Map<number, Message>();
  readonly #seen = new Set<number>();

  /** Whether a message waits for one that is missing. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /**
   * Takes a message.
   *
   * @returns the messages whose turn it is, in order; none when it waits or was here before. One
   *   that is late, whose turn has passed, is returned alone.
   */
  take(id: number, message: Message): Turn<Message> {
    if (this.#seen.has(id)) return { messages: [], repeated: true, late: false };
    this.#remember(id);
    this.#next ??= id <= LATEST_BEGINNING ? 0 : id;
    if (id < this.#next) return { messages: [message], repeated: false, late: true };
    this.#waiting.set(id, message);
    const messages = this.#run();
    if (this.#waiting.size > MAX_WAITING_MESSAGES) messages.push(...this.release());
    return { messages, repeated: false, late: false };
  }

  /** Stops waiting for what is missing: the messages that waited, in order. */
  release(): Message[] {
    const messages: Message[] = [];
    while (this.#waiting.size > 0) {
      this.#next = Math.min(...this.#waiting.keys());
      messages.push(...this.#run());
    }
    return messages;
  }

  #run(): Message[] {
    const messages: Message[] = [];
    for (let id = this.#next ?? 0; this.#waiting.has(id); id++) {
      messages.push(this.#waiting.get(id) as Message);
      this.#waiting.delete(id);
      this.#next = id + 1;
    }
    return messages;
  }

  #remember(id: number): void {
    this.#seen.add(id);
    if (this.#seen.size <= REMEMBERED) return;
    const [oldest] = this.#seen;
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}
