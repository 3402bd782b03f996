import type { Clock, Timer } from '../session/index.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Message } from './message.ts';
import { type Destination, type Outcome, postMessage } from './post-message.ts';
import { retryDelayMs } from './retry-schedule.ts';

/** Most messages that wait for one endpoint, at some 300 bytes each. */
export const MAX_WAITING = 20_000;
/** Most attempts at once. */
const MAX_IN_FLIGHT = 16;
/** After so many failures in a row there is one attempt at a time, until one succeeds. */
const FAILURES_TO_DOUBT = 3;

/** How an endpoint is. */
export type EndpointState = 'working' | 'failing' | 'gone';

/** What an endpoint needs to be told. */
export interface EndpointOptions extends Destination {
  /** Its place in the setting, from 1. */
  readonly number: number;
  readonly clock: Clock;
  /** A number from 0 to 1, another each time. */
  random(): number;
  /** Told of each message that is given up. */
  onDead(letter: DeadLetter): void;
  /** Told when its state has changed. */
  onState(state: EndpointState, error: string | undefined): void;
}

/** A message, and how it fared so far. */
interface Delivery {
  readonly message: Message;
  attempts: number;
  error: string;
}

/** One receiver: what waits for it, and when that is tried. No message waits for another. */
export class Endpoint {
  readonly #options: EndpointOptions;
  /** What is to be tried now, in the order in which it came. */
  readonly #ready = new Set<Delivery>();
  /** What is to be tried later. */
  readonly #later = new Map<Delivery, Timer>();
  readonly #inFlight = new Set<Delivery>();
  readonly #abort = new AbortController();
  #state: EndpointState = 'working';
  #failures = 0;
  #delivered = 0;
  #lost = 0;
  /** While it closes: told when nothing is left. */
  #onIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  get state(): EndpointState {
    return this.#state;
  }

  /** Messages that have not been delivered yet. */
  get waiting(): number {
    return this.#ready.size + this.#later.size + this.#inFlight.size;
  }

  /** Of these, the ones that an answer is awaited for. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Messages that were delivered. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Takes a message to deliver. One that is too many is a dead letter at once. */
  send(message: Message): void {
    if (this.#isClosed || this.#state === 'gone') return;
    const delivery = { message, attempts: 0, error: '' };
    if (this.waiting >= MAX_WAITING) {
      this.#giveUp({ ...delivery, error: `${MAX_WAITING} messages waited already` });
      return;
    }
    this.#ready.add(delivery);
    this.#next();
  }

  /** Takes a message that was given up before. An endpoint that was gone is tried again. */
  retry(message: Message): void {
    if (this.#state === 'gone') this.#become('working');
    this.send(message);
  }

  /**
   * Tries once more whatever waits, and ends.
   *
   * @param within how long that may take, in milliseconds
   * @returns how many messages were lost
   */
  async close(within: number): Promise<number> {
    const { clock } = this.#options;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    this.#isClosed = true;
    for (const [delivery, timer] of this.#later) {
      timer.cancel();
      this.#ready.add(delivery);
    }
    this.#later.clear();
    const timer = clock.after(within, () => {
      this.#lost += this.#ready.size;
      this.#ready.clear();
      this.#abort.abort();
    });
    this.#next();
    await idle;
    timer.cancel();
    return this.#lost;
  }

  #next(): void {
    const doubts = this.#failures >= FAILURES_TO_DOUBT && !this.#isClosed;
    const most = doubts ? 1 : MAX_IN_FLIGHT;
    for (const delivery of this.#ready) {
      if (this.#inFlight.size >= most) break;
      this.#ready.delete(delivery);
      this.#inFlight.add(delivery);
      void this.#attempt(delivery);
    }
    if (this.waiting === 0) this.#onIdle?.();
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { clock } = this.#options;
    delivery.attempts++;
    const outcome = await postMessage(this.#options, delivery.message, clock, this.#abort.signal);
    this.#inFlight.delete(delivery);
    this.#judge(delivery, outcome);
    this.#next();
  }

  #judge(delivery: Delivery, outcome: Outcome): void {
    if (outcome.kind === 'delivered') {
      this.#delivered++;
      this.#failures = 0;
      if (this.#state === 'failing') this.#become('working');
      return;
    }
    delivery.error = outcome.kind === 'gone' ? GONE : outcome.error;
    if (this.#isClosed) {
      this.#lost++;
    } else if (outcome.kind === 'gone') {
      this.#gone(delivery);
    } else {
      this.#failures++;
      if (this.#state === 'working') this.#become('failing', delivery.error);
      this.#tryLater(delivery);
    }
  }

  #tryLater(delivery: Delivery): void {
    const { clock, random } = this.#options;
    const delay = retryDelayMs(delivery.attempts, random());
    if (delay === undefined || this.#state === 'gone') {
      this.#giveUp(delivery);
      return;
    }
    const timer = clock.after(delay, () => {
      this.#later.delete(delivery);
      this.#ready.add(delivery);
      this.#next();
    });
    this.#later.set(delivery, timer);
  }

  /** It wants nothing any more: what waits is given up, and nothing is taken. */
  #gone(last: Delivery): void {
    for (const timer of this.#later.values()) timer.cancel();
    const all = [last, ...this.#ready, ...this.#later.keys()];
    this.#ready.clear();
    this.#later.clear();
    this.#failures = 0;
    if (this.#state !== 'gone') this.#become('gone', GONE);
    for (const delivery of all) this.#giveUp({ ...delivery, error: GONE });
  }

  #giveUp({ message, attempts, error }: Delivery): void {
    const { number, clock, onDead } = this.#options;
    onDead({ message, endpoint: number, attempts, error, diedMs: clock.now() });
  }

  #become(state: EndpointState, error?: string): void {
    this.#state = state;
    this.#options.onState(state, error);
  }
}

const GONE = 'it answered with status 410: it wants no messages any more';
