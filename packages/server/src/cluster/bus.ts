import type { Clock } from '../session/index.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterKeys } from './keys.ts';
import { type Answer, type Message, type Question, readMessage } from './messages.ts';

/** Answers what another server asks. Never rejects. */
export type Responder = (question: Question, from: string) => Promise<Answer>;

/** How servers ask one another. */
export class Bus {
  readonly #link: ClusterLink;
  readonly #keys: ClusterKeys;
  readonly #clock: Clock;
  readonly #respond: Responder;
  readonly #others: () => number;
  /** Who waits for an answer, by its number. */
  readonly #waiting = new Map<number, (answer: Answer, from: string) => void>();
  #last = 0;

  /** @param others how many other servers there are, as far as is known; for where Redis does not tell who hears */
  constructor(
    link: ClusterLink,
    keys: ClusterKeys,
    clock: Clock,
    respond: Responder,
    others: () => number,
  ) {
    this.#others = others;
    this.#link = link;
    this.#keys = keys;
    this.#clock = clock;
    this.#respond = respond;
  }

  /** Hears what others ask, from the moment on in which the promise resolves. */
  async listen(): Promise<void> {
    const { node } = this.#link;
    const hear = (text: string) => this.#receive(text);
    await this.#link.subscribe(this.#keys.nodeChannel(node), hear);
    await this.#link.subscribe(this.#keys.allChannel, hear);
  }

  /**
   * Asks a server.
   *
   * @returns its answer; undefined where there is none in time, and at once where nobody hears it
   * @throws where Redis does not answer
   */
  async ask(node: string, question: Question, timeoutMs: number): Promise<Answer | undefined> {
    const isThere = async (heard: number | undefined) => heard ?? Number(await this.#isThere(node));
    const answers = await this.#ask(this.#keys.nodeChannel(node), question, timeoutMs, isThere);
    return answers.get(node);
  }

  /**
   * Asks all other servers.
   *
   * @returns the answers that have come in time, by server
   * @throws where Redis does not answer
   */
  askAll(question: Question, timeoutMs: number): Promise<ReadonlyMap<string, Answer>> {
    // This server hears it, too, and does not answer.
    const others = (heard: number | undefined) =>
      heard === undefined ? this.#others() : heard - 1;
    return this.#ask(this.#keys.allChannel, question, timeoutMs, others);
  }

  async #ask(
    channel: string,
    question: Question,
    timeoutMs: number,
    answerers: (heard: number | undefined) => number | Promise<number>,
  ): Promise<ReadonlyMap<string, Answer>> {
    const id = ++this.#last;
    const answers = new Map<string, Answer>();
    let due = Number.POSITIVE_INFINITY;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(id, (answer, from) => {
      answers.set(from, answer);
      if (answers.size >= due) resolve();
    });
    const timer = this.#clock.after(timeoutMs, resolve);
    try {
      due = await answerers(await this.#publish(channel, { from: this.#link.node, id, question }));
      if (answers.size < due) await promise;
      return answers;
    } finally {
      timer.cancel();
      this.#waiting.delete(id);
    }
  }

  /** Whether a server has told of itself lately. */
  #isThere(node: string): Promise<boolean> {
    return this.#link.exists(this.#keys.nodePrefix + node);
  }

  #publish(channel: string, message: Message): Promise<number | undefined> {
    return this.#link.publish(channel, JSON.stringify(message));
  }

  #receive(text: string): void {
    const message = readMessage(text);
    if (!message || message.from === this.#link.node) return;
    if ('re' in message) {
      this.#waiting.get(message.re)?.(message.answer, message.from);
      return;
    }
    const { from, id, question } = message;
    void this.#respond(question, from).then((answer) =>
      // Whoever asked has a limit of time of its own.
      this.#publish(this.#keys.nodeChannel(from), { from: this.#link.node, re: id, answer }).catch(
        () => {},
      ),
    );
  }
}
