/** A session as a test sees it: a connection that has been greeted. */
import { setDefaultTimeout } from 'bun:test';
import type { z } from 'zod';
import { checkClientMessage } from './document-check.ts';
import { Detection, Started } from './messages.ts';
import { connect, type RawClient } from './raw-client.ts';
import type { RunningServer } from './start-server.ts';
import type { Sample } from './synthetic-walk.ts';

// Only to end what hangs; a slow machine is no violation of the contract.
setDefaultTimeout(60_000);

/** The contract's example of a sample. */
export const SAMPLE = {
  accel_x: 0.1,
  accel_y: 0.2,
  accel_z: 9.8,
  gyro_x: 0.01,
  gyro_y: 0.02,
  gyro_z: 0.03,
} as const;

export interface Session {
  readonly id: string;
  readonly client: RawClient;
  readonly started: z.infer<typeof Started>;
  /** The next message, which must be of this kind. */
  expect<S extends z.ZodType>(kind: S): Promise<z.output<S>>;
  /** Sends one message; its answer must be of this kind. */
  ask<S extends z.ZodType>(kind: S, message: string | object): Promise<z.output<S>>;
}

/** Connects, to `/ws/realtime` followed by `suffix`, and reads the greeting. */
export async function open(server: RunningServer, suffix = ''): Promise<Session> {
  const client = await connect(`${server.wsUrl}${suffix}`);
  const started = Started.parse(await client.next());
  const session: Session = {
    id: started.session_id,
    client,
    started,
    expect: async (kind) => kind.parse(await client.next()),
    ask: async (kind, message) => {
      client.send(message);
      const answer = await client.next();
      const isWhole = answer['type'] !== 'error' && answer['rejected'] === undefined;
      if (isWhole) checkClientMessage(message);
      return kind.parse(answer);
    },
  };
  return session;
}

/** How samples are sent: each alone, or in batches of so many. */
export type Framing = 'lone' | number;

// Frames in one write: enough for speed, few enough that nobody's buffers are the test.
const FRAMES_A_WRITE = 100;

/** Sends the samples and returns the answers, one a frame. */
export async function feed(
  session: Session,
  samples: readonly Sample[],
  framing: Framing,
): Promise<Detection[]> {
  const frames = framing === 'lone' ? samples : chunks(samples, framing).map(batch);
  const answers: Detection[] = [];
  for (const frame of frames) checkClientMessage(frame);
  for (const group of chunks(frames, FRAMES_A_WRITE)) {
    session.client.sendTogether(group);
    for (const message of await session.client.collect(group.length)) {
      answers.push(Detection.parse(message));
    }
  }
  return answers;
}

export function batch(samples: readonly unknown[]): object {
  return { samples };
}

export function chunks<T>(items: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let i = 0; i < items.length; i += size) groups.push(items.slice(i, i + size));
  return groups;
}

/** Asks until it holds; for what a server may do a moment later than it answers. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries === 200) throw new Error('it did not come to hold');
    await Bun.sleep(20);
  }
}
