/** A client that keeps what is not safe, and sends it again: what the contract says of checkpoints, to the letter. */
import { connect, type Json, type RawClient } from '../contract/raw-client.ts';

export class CarefulClient {
  readonly #url: () => string;
  readonly #query: string;
  /** All frames so far; those up to `#safe` would not have to be kept. */
  readonly #frames: object[] = [];
  #client: RawClient | undefined;
  #safe = 0;
  #token = '';
  /** The steps of each frame, by its place, as they were heard first. */
  readonly #steps = new Map<number, number>();

  /** @param query what follows `?`, beside what it needs itself */
  constructor(url: () => string, query = '') {
    this.#url = url;
    this.#query = query;
  }

  /** How many of its frames are safe. */
  get safe(): number {
    return this.#safe;
  }

  /** How many steps it has heard of, each once. */
  get steps(): number {
    return this.#steps.values().reduce((sum, count) => sum + count, 0);
  }

  /** Connects, or comes back; returns the greeting. */
  async connect(): Promise<Json> {
    const resume = this.#token && `&resume=${this.#token}`;
    this.#client = await connect(`${this.#url()}?checkpoints=1&${this.#query}${resume}`);
    const started = await this.#client.next(30_000);
    this.#token = String(started['resume_token']);
    if (!resume) return started;
    if (started['resumed'] !== true) throw new Error(`not resumed: ${JSON.stringify(started)}`);
    const taken = Number(started['total_requests']);
    if (taken < this.#safe) throw new Error(`${taken} frames are left of ${this.#safe} safe ones`);
    for (let i = taken; i < this.#frames.length; i++) await this.#exchange(i);
    return started;
  }

  /** Sends a frame, as JSON or as the bytes that it is, and reads its answer. */
  async send(frame: object): Promise<void> {
    this.#frames.push(frame);
    await this.#exchange(this.#frames.length - 1);
  }

  /** Waits until all that was sent is safe. */
  async untilSafe(): Promise<void> {
    while (this.#safe < this.#frames.length) {
      const message = (await this.#client?.next(30_000)) ?? {};
      if (!this.#note(message)) throw new Error(JSON.stringify(message));
    }
  }

  /** Ends the session; returns the server's count. */
  async stop(): Promise<number> {
    this.stopUnheard();
    return await this.untilStopped();
  }

  /** Asks for the end of the session, and does not wait for the answer. */
  stopUnheard(): void {
    this.#client?.send({ action: 'stop' });
  }

  /** Waits for the answer to a stop; returns the server's count. */
  async untilStopped(): Promise<number> {
    const answer = await this.#next();
    if (answer['type'] !== 'stop_response') throw new Error(JSON.stringify(answer));
    return Number(answer['total_steps']);
  }

  /** Lets go of the connection without a word. */
  cut(): void {
    this.#client?.destroy();
  }

  async #exchange(index: number): Promise<void> {
    const frame = this.#frames[index] ?? {};
    if (frame instanceof Uint8Array) this.#client?.sendBinary(frame);
    else this.#client?.send(frame);
    const answer = await this.#next();
    if (answer['type'] !== 'step_detection') throw new Error(JSON.stringify(answer));
    const { length } = answer['steps'] as unknown[];
    const before = this.#steps.get(index);
    if (before !== undefined && before !== length) throw new Error(`${length} is not ${before}`);
    this.#steps.set(index, length);
  }

  /** The next message that is no checkpoint. */
  async #next(): Promise<Json> {
    for (;;) {
      const message = (await this.#client?.next(30_000)) ?? {};
      if (!this.#note(message)) return message;
    }
  }

  /** Tells whether a message is a checkpoint. */
  #note(message: Json): boolean {
    if (message['type'] !== 'checkpoint') return false;
    this.#safe = Math.max(this.#safe, Number(message['total_requests']));
    return true;
  }
}
