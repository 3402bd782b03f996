import { describe, expect, test } from 'bun:test';
import { utc } from '@stepstream/calendar/testing';
import { LONG_MS } from '../store/testing/buffer-world.ts';
import { sampleCheckpoint } from '../store/testing/samples.ts';
import { ANSWER_LIMIT_MS } from './answering.ts';
import { historyWorld, TOKEN } from './testing/history-world.ts';

const TODAY = utc('2023-11-14');

describe('the steps of a user', () => {
  test('are there at once, also those that wait to be written', async () => {
    const { walk, call } = await historyWorld();
    walk(TODAY + 61, 30);
    walk(TODAY + 62, 12);
    const body = {
      user_id: 'ann',
      time_zone: 'UTC',
      bucket: '1h',
      total: 42,
      data: [
        {
          start_time: '2023-11-14T01:00:00+00:00',
          end_time: '2023-11-14T02:00:00+00:00',
          count: 42,
        },
      ],
      next_cursor: null,
    };
    expect(await call('/users/ann/steps')).toEqual({ status: 200, body });
    walk(TODAY + 63, 8);
    expect((await call('/users/ann/steps')).body.total).toBe(50);
    expect((await call('/users/bob/steps')).body).toMatchObject({ total: 0, data: [] });
  });

  test('are read page by page', async () => {
    const { walk, call } = await historyWorld();
    for (let hour = 0; hour < 5; hour++) walk(TODAY + 60 * hour, hour + 1);
    const counts: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await call(`/users/ann/steps?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.total).toBe(15);
      counts.push(...body.data.map(({ count }: { count: number }) => count));
      cursor = body.next_cursor;
    }
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  });

  test('are asked for with parameters that are named where they are wrong', async () => {
    const { call } = await historyWorld();
    expect(await call('/users/ann/steps?bucket=1w')).toEqual({
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'bucket: expected one of 1m, 15m, 1h, 1d',
        code: 'invalid_bucket',
        field: 'bucket',
      },
    });
    const wrong = ['start=x', 'time_zone=x', 'fill=x', 'limit=x', 'cursor=x', 'end=0'];
    for (const query of wrong) expect((await call(`/users/ann/steps?${query}`)).status).toBe(400);
  });

  test('are there for whatever a user is called', async () => {
    const { walk, call } = await historyWorld();
    for (const name of ['a/b', 'ann@example.org', 'Ä 100%', '%41', '?', '步', '__proto__', 'a+b']) {
      walk(TODAY, 7, name);
      const { body } = await call(`/users/${encodeURIComponent(name)}/steps`);
      expect(body).toMatchObject({ user_id: name, total: 7 });
    }
    for (const name of ['%FF', '%00', 'x'.repeat(257)]) {
      expect(await call(`/users/${name}/steps`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_user' },
      });
    }
  });
});

describe('an export', () => {
  test('is a file in the form that is asked for', async () => {
    const { walk, request } = await historyWorld();
    walk(TODAY - 100_000, 30);
    const types: Record<string, string> = {
      csv: 'text/csv; charset=utf-8; header=present',
      ndjson: 'application/x-ndjson',
      fhir: 'application/fhir+ndjson',
    };
    for (const [format, type] of Object.entries(types)) {
      const response = await request(`/users/ann/export?format=${format}`);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('content-disposition')).toStartWith(
        'attachment; filename="steps.',
      );
      expect((await response.text()).trim().split('\n')).toHaveLength(format === 'csv' ? 2 : 1);
    }
  });

  test('is refused in a form that there is not, or with a wrong parameter', async () => {
    const { call } = await historyWorld();
    expect((await call('/users/ann/export?format=xml')).body).toMatchObject({
      code: 'invalid_format',
      field: 'format',
    });
    expect((await call('/users/ann/export?bucket=x')).body.code).toBe('invalid_bucket');
  });

  test('whose reader goes away asks the store for no more', async () => {
    const { walk, request, store } = await historyWorld();
    for (let hour = 0; hour < 3000; hour++) walk(TODAY - 60 * hour, 1, 'ann', ID);
    let asked = 0;
    const { sums } = store;
    store.sums = (...parameters) => {
      asked++;
      return sums(...parameters);
    };
    const response = await request('/users/ann/export?bucket=1h');
    expect(asked).toBe(1);
    await response.body?.cancel();
    expect(asked).toBe(1);
  });
});
const ID = crypto.randomUUID();

describe('who is removed', () => {
  test('has no steps, no sessions to resume, and no live one', async () => {
    const { begin, walk, buffer, call, store, registry } = await historyWorld();
    const { connection, session } = begin('ann');
    const other = begin('bob');
    walk(TODAY, 7);
    walk(TODAY, 7, 'bob');
    await buffer.flush();
    walk(TODAY + 1, 7);
    buffer.save(sampleCheckpoint({ userId: 'ann', sessionId: session.id }));
    expect(await call('/users/ann', { method: 'DELETE' })).toEqual({
      status: 204,
      body: undefined,
    });
    expect(connection.closed).toEqual({ code: 4410, reason: 'terminated' });
    expect(other.connection.closed).toBeUndefined();
    expect(registry.ofUser('ann')).toBeUndefined();
    await buffer.flush();
    expect(await store.total('ann')).toBe(0);
    expect(await store.loadByUser('ann')).toEqual([]);
    expect((await call('/users')).body.data).toEqual([{ user_id: 'bob' }]);
  });

  test('may be nobody', async () => {
    const { call } = await historyWorld();
    expect((await call('/users/nobody', { method: 'DELETE' })).status).toBe(204);
  });
});

test('users are listed in order, page by page', async () => {
  const { walk, call } = await historyWorld();
  for (const name of ['bob', 'ann', 'Äda', 'cy', 'x'.repeat(256)]) walk(TODAY, 1, name);
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await call(`/users?limit=2${cursor && `&cursor=${cursor}`}`);
    names.push(...body.data.map(({ user_id }: { user_id: string }) => user_id));
    cursor = body.next_cursor;
  }
  expect(names).toEqual(['ann', 'bob', 'cy', 'x'.repeat(256), 'Äda']);
  for (const query of ['limit=1001', 'cursor=%20', 'cursor=A']) {
    expect((await call(`/users?${query}`)).status).toBe(400);
  }
});

describe('whoever is not an operator', () => {
  test('gets nothing of anybody', async () => {
    const { call, walk } = await historyWorld('203.0.113.9');
    walk(TODAY, 7);
    for (const path of ['/users', '/users/ann/steps', '/users/ann/export']) {
      expect((await call(path)).body.code).toBe('admin_token_required');
    }
    expect((await call('/users/ann', { method: 'DELETE' })).status).toBe(401);
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await call('/users/ann/steps', { headers })).body.total).toBe(7);
  });
});

describe('while the store is down', () => {
  test('what needs it is answered with 503 and a code, and goes on when it is back', async () => {
    const { call, walk, store, errors } = await historyWorld();
    store.down = true;
    walk(TODAY, 7);
    for (const path of ['/users', '/users/ann/steps', '/users/ann/export']) {
      expect(await call(path)).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    }
    expect(errors).toHaveLength(3);
    // What is wrong with a query is said all the same.
    expect((await call('/users/ann/steps?bucket=x')).status).toBe(400);
    store.down = false;
    expect((await call('/users/ann/steps')).body.total).toBe(7);
  });

  test('what needs one that hangs is answered so before the connection is cut', async () => {
    const { call, walk, store, clock, pass, errors } = await historyWorld();
    const release = store.hold();
    walk(TODAY, 7);
    for (const path of ['/users', '/users/ann/steps', '/users/ann/export']) {
      const answer = call(path);
      // Who asks is looked at first.
      await new Promise(setImmediate);
      await pass(ANSWER_LIMIT_MS);
      expect(await answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    }
    expect(errors).toHaveLength(3);
    release();
    await pass(LONG_MS);
    expect((await call('/users/ann/steps')).body.total).toBe(7);
    expect(clock.pendingTimers).toBe(0);
  });

  test('an export that has begun is cut off, and the failure told', async () => {
    const { request, walk, store, errors } = await historyWorld();
    for (let hour = 0; hour < 3000; hour++) walk(TODAY - 60 * hour, 1, 'ann', ID);
    const response = await request('/users/ann/export?bucket=1h');
    store.sums = () => Promise.reject(new Error('down'));
    expect(await response.text().catch(() => 'cut off')).toBe('cut off');
    expect(errors).toHaveLength(1);
  });
});
