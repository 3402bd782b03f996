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
  /** Who waits for an answer, by its number. */
  readonly #waiting = new Map<number, (answer: Answer, from: string) => void>();
  #last = 0;

  constructor(link: ClusterLink, keys: ClusterKeys, clock: Clock, respond: Responder) {
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
    const answers = await this.#ask(this.#keys.nodeChannel(node), question, timeoutMs, (n) => n);
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
    return this.#ask(this.#keys.allChannel, question, timeoutMs, (heard) => heard - 1);
  }

  async #ask(
    channel: string,
    question: Question,
    timeoutMs: number,
    answerers: (heard: number) => number,
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
      due = answerers(await this.#publish(channel, { from: this.#link.node, id, question }));
      if (answers.size < due) await promise;
      return answers;
    } finally {
      timer.cancel();
      this.#waiting.delete(id);
    }
  }

  #publish(channel: string, message: Message): Promise<number> {
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
