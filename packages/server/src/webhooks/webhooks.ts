import type { EndReason, Hooks, StepSession } from '../hooks/index.ts';
import type { Clock } from '../session/index.ts';
import { DeadLetters } from './dead-letters.ts';
import { Endpoint, type EndpointState } from './endpoint.ts';
import { createMessage, type Message } from './message.ts';
import type { MinuteCount } from './minute-counter.ts';
import { StepMinutes } from './step-minutes.ts';

/** Takes an entry of a log: its fields, and a message for people. */
type LogEntry = (fields: object, message: string) => void;

/** What webhooks need to be told. */
export interface WebhooksOptions {
  /** The receivers, each as {@link readEndpointUrls} gives it. */
  readonly urls: readonly string[];
  /** What messages are signed with, once with each. */
  readonly keys: readonly Buffer[];
  readonly hooks: Pick<Hooks, 'on'>;
  readonly clock: Clock;
  readonly log: { readonly info: LogEntry; readonly warn: LogEntry };
  /** A number from 0 to 1, another each time. Default: `Math.random`. */
  readonly random?: () => number;
}

/** An endpoint, as operators see it. */
export interface EndpointReport {
  readonly number: number;
  readonly origin: string;
  readonly state: EndpointState;
  readonly waiting: number;
  readonly delivered: number;
}

/** Tells endpoints of what named users do: their sessions, and their steps by the minute. */
export class Webhooks {
  readonly deadLetters = new DeadLetters();
  readonly #options: WebhooksOptions;
  readonly #endpoints: readonly { readonly origin: string; readonly endpoint: Endpoint }[];
  readonly #minutes: StepMinutes;
  readonly #stops: readonly (() => void)[];
  /** The sessions whose beginning was told, and whose end was not. */
  readonly #told = new Set<string>();

  constructor(options: WebhooksOptions) {
    this.#options = options;
    const { urls, hooks, clock } = options;
    this.#endpoints = urls.map((url, i) => this.#createEndpoint(url, i + 1));
    this.#minutes = new StepMinutes({ hooks, clock, onMinute: (count) => this.#minute(count) });
    this.#stops = [
      hooks.on('sessionStart', (session, { resumed }) => this.#started(session, resumed)),
      hooks.on('sessionEnd', (session, reason, { goesOn }) => this.#ended(session, reason, goesOn)),
    ];
  }

  /** How each endpoint is. */
  get endpoints(): EndpointReport[] {
    return this.#endpoints.map(({ origin, endpoint }, i) => {
      const { state, waiting, delivered } = endpoint;
      return { number: i + 1, origin, state, waiting, delivered };
    });
  }

  /**
   * Tries dead letters again, from the first attempt on.
   *
   * @param id of the message; all without it
   * @returns how many there were
   */
  retry(id?: string): number {
    const letters = this.deadLetters.take(id);
    for (const letter of letters) this.#endpointOf(letter.endpoint)?.retry(letter.message);
    return letters.length;
  }

  /**
   * Sends what waits, once, and ends. What could not be sent is lost, and its number is logged.
   *
   * @param within how long that may take, in milliseconds
   */
  async close(within: number): Promise<void> {
    this.#minutes.close();
    for (const stop of this.#stops) stop();
    const closing = this.#endpoints.map(async ({ origin, endpoint }, i) => {
      const lost = await endpoint.close(within);
      if (lost > 0) {
        const fields = { endpoint: i + 1, origin, lost };
        this.#options.log.warn(fields, 'webhook messages were lost as the server stopped');
      }
    });
    await Promise.all(closing);
    const dead = this.deadLetters.all.length;
    if (dead > 0) this.#options.log.warn({ lost: dead }, 'dead letters of webhooks were lost');
  }

  #started(session: StepSession, isResumed: boolean): void {
    const { id, userId, createdAt } = session;
    // An app can do nothing with sessions of nobody. One that comes back was told before, mostly.
    if (userId === undefined || this.#told.has(id)) return;
    this.#told.add(id);
    const data = {
      user_id: userId,
      session_id: id,
      created_at: isoTime(createdAt),
      resumed: isResumed,
    };
    this.#send(createMessage('session.started', data, this.#options.clock.now()));
  }

  #ended(session: StepSession, reason: EndReason, goesOn: boolean): void {
    const { id, userId, createdAt, duration, steps } = session;
    if (userId === undefined) return;
    this.#told.delete(id);
    // Whoever goes on with it tells its end.
    if (goesOn) return;
    const data = {
      user_id: userId,
      session_id: id,
      reason,
      created_at: isoTime(createdAt),
      duration,
      total_steps: steps,
    };
    this.#send(createMessage('session.ended', data, this.#options.clock.now()));
  }

  #minute({ userId, minute, count }: MinuteCount): void {
    const data = {
      user_id: userId,
      start_time: wholeSeconds(60 * minute),
      end_time: wholeSeconds(60 * (minute + 1)),
      count,
    };
    this.#send(createMessage('steps.minute', data, this.#options.clock.now()));
  }

  #send(message: Message): void {
    for (const { endpoint } of this.#endpoints) endpoint.send(message);
  }

  #endpointOf(number: number): Endpoint | undefined {
    return this.#endpoints[number - 1]?.endpoint;
  }

  #createEndpoint(url: string, number: number) {
    const { keys, clock, log, random = Math.random } = this.#options;
    // The path of an address may be secret.
    const { origin } = new URL(url);
    const about = { endpoint: number, origin };
    const endpoint = new Endpoint({
      url,
      keys,
      number,
      clock,
      random,
      onDead: (letter) => this.deadLetters.add(letter),
      onState(state, error) {
        if (state === 'working') log.info(about, 'a webhook endpoint works again');
        else log.warn({ ...about, error }, `a webhook endpoint is ${state}`);
      },
    });
    return { origin, endpoint };
  }
}

function isoTime(unixSeconds: number): string {
  return new Date(1000 * unixSeconds).toISOString();
}

/** As the history has it, so that an app may compare texts. */
function wholeSeconds(unixSeconds: number): string {
  return isoTime(unixSeconds).replace('.000Z', '+00:00');
}
