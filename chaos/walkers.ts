import {
  type ConnectOptions,
  connect,
  type StateEvent,
  type StepstreamClient,
} from '@stepstream/client';
import { toMicro, type Walk } from './recordings.ts';

/** How often the samples that are due are sent, in milliseconds. */
const TICK_MS = 20;
/** The walkers begin within this time of one another, in seconds. */
const START_SPREAD_SECONDS = 1;

/** One person who walks with a client. */
export interface Walker {
  readonly name: string;
  readonly walk: Walk;
  readonly client: StepstreamClient;
  /** The moments of the steps that the client has told. */
  readonly steps: number[];
  /** Each change of the connection, and when it was: milliseconds since the walkers began. */
  readonly states: { readonly event: StateEvent; readonly at: number }[];
  /** What the client has told of as an error. */
  readonly errors: unknown[];
}

/** How walkers walk. */
export interface WalkersOptions {
  readonly walks: readonly Walk[];
  readonly count: number;
  /** Samples are sent as they were recorded, so many times as fast. Default: 1. */
  readonly speed?: number;
  /** Where each connects to. */
  url(index: number): string;
  /** Options of each client. */
  readonly client?: ConnectOptions;
}

/** What became of the steps of a walker, against the walk that nobody cut. */
export interface StepTally {
  readonly expected: number;
  readonly told: number;
  /** Steps of the uncut walk that were not told. */
  readonly lost: number;
  /** Steps that were told and are not in the uncut walk, or are there less often. */
  readonly extra: number;
}

/** Many people who walk at the same time, each with a client of the library, all in this process. */
export class Walkers {
  readonly all: readonly Walker[];
  readonly #speed: number;
  #startedAt = 0;

  constructor({ walks, count, speed = 1, url, client }: WalkersOptions) {
    this.#speed = speed;
    this.all = Array.from({ length: count }, (_, i) => {
      const walk = walks[i % walks.length] as Walk;
      return this.#walker(`walker-${i + 1}`, walk, url(i), client);
    });
  }

  /** Milliseconds since they began. */
  get now(): number {
    return performance.now() - this.#startedAt;
  }

  /** How long they walk, in seconds. */
  get seconds(): number {
    const lengths = this.all.map(({ walk }) => (walk.samples.at(-1)?.timestamp ?? 0) - walk.begin);
    const longest = Math.max(...lengths);
    return START_SPREAD_SECONDS + longest / this.#speed;
  }

  /** Walkers whose connection is open. */
  get connected(): number {
    return this.all.filter(({ client }) => client.state === 'open').length;
  }

  /** Steps that were told so far. */
  get steps(): number {
    return this.all.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  /** Walks to the end, says stop, and hears every answer. */
  async walk(): Promise<void> {
    this.#startedAt = performance.now();
    await Promise.all(this.all.map((walker, i) => this.#send(walker, i)));
    await Promise.all(this.all.map(({ client }) => client.stop()));
  }

  /** Lets go of all connections, wherever the walks are. */
  async close(): Promise<void> {
    const signal = AbortSignal.abort();
    await Promise.all(this.all.map(({ client }) => client.stop({ signal })));
  }

  async #send({ walk, client }: Walker, index: number): Promise<void> {
    const lateness = (START_SPREAD_SECONDS * index) / this.all.length;
    for (let next = 0; next < walk.samples.length && client.state !== 'closed'; ) {
      const time = walk.begin + (this.now / 1000 - lateness) * this.#speed;
      for (; (walk.samples[next]?.timestamp ?? Number.POSITIVE_INFINITY) <= time; next++) {
        client.send(walk.samples[next] as Walk['samples'][number]);
      }
      await Bun.sleep(TICK_MS);
    }
  }

  #walker(name: string, walk: Walk, url: string, options: ConnectOptions = {}): Walker {
    const client = connect(url, { user: name, maxQueue: 100_000, ...options });
    const walker: Walker = { name, walk, client, steps: [], states: [], errors: [] };
    client.on('step', ({ timestamp }) => void walker.steps.push(toMicro(timestamp)));
    client.on('state', (event) => void walker.states.push({ event, at: this.now }));
    client.on('error', (error) => void walker.errors.push(error));
    return walker;
  }
}

/** Compares what a client has told with the walk that nobody cut. */
export function tallyOf({ walk, steps }: Pick<Walker, 'walk' | 'steps'>): StepTally {
  const left = new Map<number, number>();
  for (const time of walk.steps) left.set(time, (left.get(time) ?? 0) + 1);
  let extra = 0;
  for (const time of steps) {
    const count = left.get(time) ?? 0;
    if (count > 0) left.set(time, count - 1);
    else extra++;
  }
  const lost = [...left.values()].reduce((sum, count) => sum + count, 0);
  return { expected: walk.steps.length, told: steps.length, lost, extra };
}

/** All tallies in one. */
export function totalOf(walkers: readonly Walker[]): StepTally {
  const tallies = walkers.map(tallyOf);
  const sum = (key: keyof StepTally) => tallies.reduce((total, one) => total + one[key], 0);
  return { expected: sum('expected'), told: sum('told'), lost: sum('lost'), extra: sum('extra') };
}
