import type { FromWorker } from './messages.ts';
import type { WorkerPlace } from './worker-place.ts';

/** How long workers have to say what they would tell, in milliseconds: Prometheus waits for ten seconds. */
const TIMEOUT_MS = 2000;

/** A worker as the exchange needs it. */
export type ExchangePlace = Pick<WorkerPlace, 'number' | 'tell'>;

/** Asks all other workers for their metrics when one of them is scraped. */
export class MetricsExchange {
  readonly #places: readonly ExchangePlace[];
  readonly #waiting = new Map<number, (text: string) => void>();
  #last = 0;

  constructor(places: readonly ExchangePlace[]) {
    this.#places = places;
  }

  /** Takes what a worker says. */
  hear(from: ExchangePlace, message: FromWorker): void {
    if (typeof message === 'string') return;
    if ('told' in message) this.#waiting.get(message.told)?.(message.text);
    else void this.#collect(from, message.collect);
  }

  async #collect(from: ExchangePlace, collected: number): Promise<void> {
    const others = this.#places.filter((place) => place !== from);
    const told = await Promise.all(
      others.map(async (place) => [place.number, await this.#ask(place)] as const),
    );
    const texts = told.flatMap(([number, text]): [number, string][] =>
      text === undefined ? [] : [[number, text]],
    );
    from.tell({ collected, texts });
  }

  /** Undefined where a worker is not there, or does not answer in time. */
  #ask(place: ExchangePlace): Promise<string | undefined> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      const settle = (text: string | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(text);
      };
      const timer = setTimeout(settle, TIMEOUT_MS, undefined);
      this.#waiting.set(id, settle);
      if (!place.tell({ tell: id })) settle(undefined);
    });
  }
}
