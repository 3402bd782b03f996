import { afterEach, expect } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { gravity, gyro, linear, samples } from '@stepstream/formats/testing';
import { PushAnswer } from '@stepstream/protocol/schemas';
import { loadModel, type StepstreamServer, startServer } from '../../index.ts';
import type { ManualClock } from '../../session/testing/manual-clock.ts';
import { type PushMessage, pushesOf } from './pushes.ts';

/** The detector of the servers that are started here. */
export const model = loadModel(DEFAULT_MODEL);

/** The sensors of an iPhone. */
export const IPHONE = [
  ['accelerometer', linear],
  ['gravity', gravity],
  ['gyroscope', gyro, samples(2)],
] as const;

/** The test's walk as an iPhone pushes it. */
export const MESSAGES = pushesOf(IPHONE);

let server: StepstreamServer | undefined;

/** Stops the server of each test of a file after it. */
export function stopServerAfterEach(): void {
  afterEach(() => server?.stop());
}

/** Starts the server that the other functions speak to. */
export function start(clock?: ManualClock): StepstreamServer {
  server = startServer({ port: 0, logLevel: 'silent', model, ...(clock && { clock }) });
  return server;
}

/** Pushes a body, whatever it is. */
export async function post(body: string, query = ''): Promise<Response> {
  return fetch(`${server?.url}/ingest/sensor-logger${query}`, { method: 'POST', body });
}

/** Pushes a message, which must be accepted. */
export async function push(message: PushMessage, query = ''): Promise<PushAnswer> {
  const response = await post(JSON.stringify(message), query);
  expect(response.status).toBe(200);
  return PushAnswer.parse(await response.json());
}

/** Pushes messages one after another. */
export async function pushAll(messages: readonly PushMessage[]): Promise<PushAnswer[]> {
  const answers: PushAnswer[] = [];
  for (const message of messages) answers.push(await push(message));
  return answers;
}

/** The live sessions, by id. */
export async function sessions(): Promise<Record<string, { requests: number; steps: number }>> {
  const answer = (await (await fetch(`${server?.url}/sessions`)).json()) as {
    sessions: Record<string, { requests: number; steps: number }>;
  };
  return answer.sessions;
}
