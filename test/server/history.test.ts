import { describe, expect, test } from 'bun:test';
import { accel } from '@stepstream/formats/testing';
import { TestClient } from '@stepstream/testing/client';
import { demoFrames, walkingClient } from '@stepstream/testing/walking-client';
import { pushesOf } from 'stepstream/internals';
import { start, stopServersAfterEach } from './servers.ts';

stopServersAfterEach();

interface Answer {
  readonly total: number;
  readonly data: readonly { readonly start_time: string; readonly count: number }[];
}

/** By default those of the last day, whatever the time is. */
async function stepsOf(url: string, userId: string, query = 'bucket=1m'): Promise<Answer> {
  const yesterday = Math.floor(Date.now() / 1000) - 86_400;
  const response = await fetch(`${url}/users/${userId}/steps?${query}&start=${yesterday}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

/** Steps that a client was told of. */
function heard({ messages }: TestClient): number {
  return messages.flatMap((message) => ('steps' in message ? message.steps : [])).length;
}

describe('the steps of a named user', () => {
  test('are there as soon as the user has heard of them, by minute and day', async () => {
    const { url, streamUrl } = start();
    const client = await walkingClient(`${streamUrl}?user_id=ann`, 20);
    const steps = heard(client);
    expect(steps).toBeGreaterThan(10);
    expect((await stepsOf(url, 'ann')).total).toBe(steps);
    const { data } = await stepsOf(url, 'ann', 'bucket=1d');
    expect(data.reduce((sum, { count }) => sum + count, 0)).toBe(steps);
    await client.ask({ action: 'stop' });
    const { total } = await stepsOf(url, 'ann');
    expect(total).toBeGreaterThanOrEqual(steps);
    const users = await (await fetch(`${url}/users`)).json();
    expect(users).toEqual({ data: [{ user_id: 'ann' }], next_cursor: null });
  });

  test('belong to the minutes of their sensor where its clock is that of the world', async () => {
    const { url, streamUrl } = start();
    const begun = Date.UTC(2026, 9, 25, 0, 59, 50) / 1000;
    const client = await TestClient.connect(`${streamUrl}?user_id=ann`);
    await client.ask({ action: 'configure', clock: 'unix', time_zone: 'Europe/Berlin' });
    const frames = demoFrames().map((frame) => {
      const { timestamp } = frame as { timestamp: number };
      return { ...frame, timestamp: begun + timestamp };
    });
    await client.ask({ samples: frames.slice(0, 1000) });
    const range = 'start=2026-10-25&end=2026-10-26&time_zone=Europe/Berlin';
    const { data, total } = await stepsOf(url, 'ann', `${range}&bucket=1h`);
    expect(total).toBe(heard(client));
    expect(data.map(({ start_time }) => start_time)).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
    ]);
    client.close();
  });

  test('are those of nobody else, and nobody named has none', async () => {
    const { url, streamUrl } = start();
    const clients = await Promise.all(
      ['?user_id=ann', '?user_id=bob', ''].map((name) => walkingClient(streamUrl + name, 20)),
    );
    expect((await stepsOf(url, 'ann')).total).toBe((await stepsOf(url, 'bob')).total);
    expect((await stepsOf(url, 'cy')).total).toBe(0);
    const { data } = (await (await fetch(`${url}/users`)).json()) as { data: unknown[] };
    expect(data).toHaveLength(2);
    for (const client of clients) client.close();
  });

  test('are there when a phone has pushed them, too, in the minutes of its own times', async () => {
    const { url } = start();
    let steps = 0;
    for (const message of pushesOf([['totalacceleration', accel]])) {
      const body = JSON.stringify(message);
      const push = await fetch(`${url}/ingest/sensor-logger?user_id=ann`, { method: 'POST', body });
      steps = ((await push.json()) as { total_steps: number }).total_steps;
    }
    expect(steps).toBeGreaterThan(10);
    const walked = await stepsOf(
      url,
      'ann',
      'bucket=1m&start=2023-10-28T13:52Z&end=2023-10-28T13:54Z',
    );
    expect(walked.total).toBe(steps);
  });
});

describe('a user who is removed', () => {
  test('while walking is cut off, and leaves nothing behind', async () => {
    const { url, streamUrl } = start();
    const client = await walkingClient(`${streamUrl}?user_id=ann&resume=1`, 20);
    expect((await stepsOf(url, 'ann')).total).toBe(heard(client));
    expect((await fetch(`${url}/users/ann`, { method: 'DELETE' })).status).toBe(204);
    expect((await client.closed).code).toBe(4410);
    expect((await stepsOf(url, 'ann')).total).toBe(0);
    expect(await (await fetch(`${url}/users`)).json()).toEqual({ data: [], next_cursor: null });
    const sessions = (await (await fetch(`${url}/sessions`)).json()) as { active_sessions: number };
    expect(sessions.active_sessions).toBe(0);
  });

  test('while the connection is lost cannot come back with the old session', async () => {
    const { url, streamUrl } = start();
    const client = await walkingClient(`${streamUrl}?user_id=ann&resume=1`, 20);
    const [greeting] = client.messages;
    const token = greeting && 'resume_token' in greeting ? greeting.resume_token : undefined;
    expect(token).toBeString();
    client.die();
    while ((await sessionsOf(url)) > 0) await Bun.sleep(2);
    await fetch(`${url}/users/ann`, { method: 'DELETE' });
    const again = await TestClient.connect(`${streamUrl}?user_id=ann&resume=${token}`);
    expect(again.messages[0]).toMatchObject({ resumed: false });
    expect((await stepsOf(url, 'ann')).total).toBe(0);
    again.close();
  });
});

async function sessionsOf(url: string): Promise<number> {
  const list = (await (await fetch(`${url}/sessions`)).json()) as { active_sessions: number };
  return list.active_sessions;
}
