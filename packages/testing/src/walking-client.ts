import { demoWalk } from '@stepstream/synthetic';
import { TestClient } from './client.ts';

/** Frames of the demo walk: one sample each, with its time. */
export function demoFrames(): object[] {
  const { times, accel } = demoWalk();
  return Array.from(times, (timestamp, i) => {
    const [accel_x, accel_y, accel_z] = accel.subarray(3 * i, 3 * i + 3);
    return { timestamp, accel_x, accel_y, accel_z };
  });
}

/** A client that has streamed the demo walk up to so many seconds, and waits. */
export async function walkingClient(url: string, seconds: number): Promise<TestClient> {
  const client = await TestClient.connect(url);
  await client.ask({ samples: demoFrames().slice(0, Math.min(1000, 50 * seconds)) });
  return client;
}
