/** Most bytes that wait for one client. It takes all steps that are kept of a user, twice. */
export const MAX_WAITING_BYTES = 256 * 1024;

/** A client that was dropped gets this long to take what is on its way, in seconds. */
const FAREWELL_SECONDS = 10;

/** What an event stream needs to be told. */
export interface EventStreamOptions {
  /** Called once, when nothing can be sent any more: the client has gone, or was dropped. */
  onEnd(): void;
  /** Sets for how long the connection may be silent, in seconds; 0 for as long as it likes. */
  readonly idleTimeout?: ((seconds: number) => void) | undefined;
}

/** The way to one client: the body of a response. A client that reads too slowly is dropped. */
export class EventStream {
  /** The body of the response. */
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: EventStreamOptions;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    // Servers cut connections that are silent, Bun's after ten seconds.
    options.idleTimeout?.(0);
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.#ended(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    );
  }

  /** Sends bytes; to a stream that has ended, nothing. */
  send(bytes: Uint8Array): void {
    const controller = this.#controller;
    if (!controller) return;
    if ((controller.desiredSize ?? 0) >= bytes.byteLength) controller.enqueue(bytes);
    else this.close();
  }

  /** Ends the stream: the client comes back when it likes. */
  close(): void {
    const controller = this.#controller;
    if (!controller) return;
    // A client that reads nothing must not keep its connection for ever.
    this.#options.idleTimeout?.(FAREWELL_SECONDS);
    this.#ended();
    controller.close();
  }

  #ended(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#options.onEnd();
  }
}
