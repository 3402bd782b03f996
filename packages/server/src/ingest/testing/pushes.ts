import { nanoseconds, samples, seconds } from '@stepstream/formats/testing';

/** A message as the app sends it. */
export interface PushMessage {
  readonly messageId: number;
  readonly sessionId: string;
  readonly deviceId: string;
  readonly payload: readonly {
    readonly name: string;
    readonly time: number | string;
    readonly values: unknown;
  }[];
}

type Vectors = (i: number) => readonly [x: number, y: number, z: number];

/** The app's message when its user taps "Test Pushing". */
export const TEST_PUSH: PushMessage = {
  messageId: 0,
  sessionId: '8adf3ce8-9822-409c-ae16-91d259deb476',
  deviceId: 'e79811dd-26d6-4e51-bc92-e90c6de6f02e',
  payload: [{ name: 'test', time: 0, values: [] }],
};

/** The test's walk as the app pushes it: a message for each second, each sensor at its rate. */
export function pushesOf(
  sensors: readonly (readonly [name: string, values: Vectors, rows?: readonly number[]])[],
  ids: { readonly sessionId?: string; readonly deviceId?: string } = {},
): PushMessage[] {
  const messages: PushMessage[] = [];
  for (let second = 0; second < 30; second++) {
    const payload = sensors.flatMap(([name, values, rows = samples()]) =>
      rows
        .filter((i) => Math.floor(seconds(i)) === second)
        .map((i) => {
          const [x, y, z] = values(i);
          // As a JSON number, a time in nanoseconds is rounded to 256.
          return { name, time: Number(nanoseconds(i)), values: { z, y, x } };
        }),
    );
    payload.push({ name: 'battery', time: Number(nanoseconds(0)), values: { level: 1 } as never });
    messages.push({ messageId: second, sessionId: 'walk-1', deviceId: 'phone-1', ...ids, payload });
  }
  return messages;
}
