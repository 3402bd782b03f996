/** An event of a stream of server-sent events. */
export interface ReceivedEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Splits a stream's text into its events; what is incomplete waits for the rest. */
export class EventParser {
  readonly events: ReceivedEvent[] = [];
  /** The lines that clients ignore. */
  readonly comments: string[] = [];
  /** What clients were told of when to come back, in milliseconds. */
  retry: number | undefined;
  #rest = '';

  add(text: string): void {
    const blocks = `${this.#rest}${text}`.split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) this.#block(block);
  }

  #block(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
      if (name === '') this.comments.push(value);
      else fields.set(name, value);
    }
    if (fields.has('retry')) this.retry = Number(fields.get('retry'));
    const data = fields.get('data');
    if (data === undefined) return;
    const name = fields.get('event') ?? 'message';
    this.events.push({ name, id: fields.get('id'), data: JSON.parse(data) });
  }
}

/** Follows a stream of server-sent events, for tests. */
export class EventReader {
  readonly response: Response;
  readonly parser = new EventParser();
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;
  #waiting: (() => void) | undefined;

  private constructor(response: Response, abort: AbortController) {
    this.response = response;
    this.#abort = abort;
    this.ended = this.#read();
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const abort = new AbortController();
    return new EventReader(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  get events(): readonly ReceivedEvent[] {
    return this.parser.events;
  }

  /** The events of a name. */
  named(name: string): ReceivedEvent[] {
    return this.events.filter((event) => event.name === name);
  }

  /** Waits until something is so. */
  async until(isSo: () => boolean): Promise<void> {
    let isOver = false;
    void this.ended.then(() => {
      isOver = true;
      this.#waiting?.();
    });
    while (!isSo()) {
      if (isOver) throw new Error('the stream ended before');
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  /** Waits until so many events have come in all. */
  received(count: number): Promise<void> {
    return this.until(() => this.events.length >= count);
  }

  /** Drops the connection. */
  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? []) {
        this.parser.add(decoder.decode(chunk, { stream: true }));
        this.#waiting?.();
      }
    } catch {
      // Dropped, by whichever side.
    }
  }
}
