import { expect } from 'bun:test';
import {
  type ClientEvents,
  type ConnectOptions,
  connect,
  type StepEvent,
  type StepstreamClient,
} from '@stepstream/client';
import { StepDetector } from '@stepstream/detector';
import type { Sample } from '@stepstream/protocol';
import { generateWalk } from '@stepstream/synthetic';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { DEFAULT_CONFIG, loadModel, type StepstreamServer, startServer } from 'stepstream';

export const MODEL = loadModel(DEFAULT_CONFIG.model);

/** Options of a client that a test need not wait for. */
export const impatient: ConnectOptions = {
  batchInterval: 10,
  minDelay: 5,
  maxDelay: 50,
  deadAfter: 2000,
  probeInterval: 2000,
};

/** A server, and a proxy before it. */
export interface World {
  readonly server: StepstreamServer;
  readonly proxy: FaultyLink;
  /** A client that goes through the proxy, impatient enough for a test. */
  connect(options?: ConnectOptions): StepstreamClient;
  stop(): Promise<void>;
}

export async function createWorld(options: Parameters<typeof startServer>[0] = {}): Promise<World> {
  const server = startServer({ port: 0, logLevel: 'warn', model: MODEL, ...options });
  const proxy = await FaultyLink.start(server.url);
  const clients: StepstreamClient[] = [];
  return {
    server,
    proxy,
    connect(more) {
      const client = connect(proxy.streamUrl, {
        ...impatient,
        ...more,
      });
      clients.push(client);
      return client;
    },
    async stop() {
      const signal = AbortSignal.abort();
      await Promise.all(clients.map((client) => client.stop({ signal })));
      await proxy.stop();
      await server.stop();
    },
  };
}

/** A minute of walking with pauses at 50 Hz, as samples. */
export function aMinute(): Sample[] {
  const walk = generateWalk({
    segments: [
      { activity: 'standing', seconds: 3 },
      { activity: 'walking', seconds: 25, cadence: 108 },
      { activity: 'standing', seconds: 4 },
      { activity: 'walking', seconds: 25, cadence: 120 },
      { activity: 'standing', seconds: 3 },
    ],
    samplingRate: 50,
  });
  return Array.from(walk.times, (timestamp, i) => ({
    timestamp,
    accel_x: walk.accel[3 * i] as number,
    accel_y: walk.accel[3 * i + 1] as number,
    accel_z: walk.accel[3 * i + 2] as number,
  }));
}

/** The steps that the server's detector finds where no network is in between, up to the stop. */
export function stepsOf(samples: readonly Sample[]): Omit<StepEvent, 'total'>[] {
  const detector = new StepDetector({ model: MODEL });
  const found = samples.flatMap(({ timestamp = 0, accel_x, accel_y, accel_z }) => [
    ...detector.push(timestamp, accel_x, accel_y, accel_z),
  ]);
  return [...found, ...detector.finish()].map(({ timestamp, foot, confidence }) => ({
    timestamp: Math.round(timestamp * 1e6) / 1e6,
    foot,
    confidence: Math.round(confidence * 1e4) / 1e4,
  }));
}

/** A step but for what single precision takes away from its samples. */
export function closeTo({ timestamp, foot, confidence }: Omit<StepEvent, 'total'>) {
  return {
    timestamp: expect.closeTo(timestamp, 4),
    foot,
    confidence: expect.closeTo(confidence, 2),
  };
}

/** Collects the events of a type. */
export function collect<Type extends keyof ClientEvents>(client: StepstreamClient, type: Type) {
  const events: Parameters<Parameters<typeof client.on<Type>>[1]>[0][] = [];
  client.on(type, (event) => void events.push(event));
  return events;
}

/** Waits until something holds. */
export async function until(condition: () => boolean, what = 'it'): Promise<void> {
  const patience = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > patience) throw new Error(`waited in vain for ${what}`);
    await Bun.sleep(2);
  }
}

/** Sends samples in the rhythm of their times, `speed` times as fast. */
export async function replay(
  client: StepstreamClient,
  samples: readonly Sample[],
  speed: number,
): Promise<void> {
  const start = performance.now();
  for (const sample of samples) {
    const wait = ((sample.timestamp ?? 0) * 1000) / speed - (performance.now() - start);
    if (wait > 1) await Bun.sleep(wait);
    client.send(sample);
  }
}
