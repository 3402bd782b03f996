import { describe, expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import {
  bearer,
  Caller,
  makeToken,
  nowSeconds,
  startGuarded,
  stopAfterEach,
  type TokenParts,
} from './token-world.ts';

stopAfterEach();

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

describe('a token', () => {
  test('lets a client in: in a header, in the address, as the first message', async () => {
    const { streamUrl } = startGuarded();
    const [one = '', two = '', three = ''] = await Promise.all(
      ['ann', 'bob', 'cid'].map((sub) => makeToken({ sub })),
    );
    const first = await new Caller(streamUrl).opened();
    first.send({ action: 'authenticate', token: one });
    for (const [user, caller] of [
      ['ann', first],
      ['bob', new Caller(streamUrl, bearer(two))],
      ['cid', new Caller(`${streamUrl}?access_token=${three}`)],
    ] as const) {
      expect(await caller.heard('session_started')).toMatchObject({ user_id: user });
      caller.send(SAMPLE);
      expect(await caller.heard('step_detection')).toMatchObject({ total_predictions: 1 });
    }
  });

  test('said first is no message of the session, and what was sent with it is', async () => {
    const { streamUrl } = startGuarded();
    const caller = await new Caller(streamUrl).opened();
    caller.send({ action: 'authenticate', token: await makeToken() });
    caller.send(SAMPLE);
    caller.send({ action: 'stats' });
    expect(await caller.heard('stats_response')).toMatchObject({
      user_stats: { total_requests: 2 },
    });
    expect(caller.messages.map(({ type }) => type)).toEqual([
      'session_started',
      'step_detection',
      'stats_response',
    ]);
  });

  test.each<[string, TokenParts]>([
    ['has expired', { exp: -31 }],
    ['is not valid yet', { nbf: 3600 }],
    ['never expires', { exp: undefined }],
    ['is of another issuer', { iss: 'https://evil.example' }],
    ['is for another audience', { aud: 'another-app' }],
    ['is signed with another secret', { secret: 'another secret, which is long enough, too' }],
    ['has a user without a name', { sub: '' }],
    ['has a user with too long a name', { sub: 'x'.repeat(257) }],
    ['has a claim of ours that is none', { stepstream: 'admin' }],
    ['has users that are no list', { stepstream: { users: 'ann' } }],
  ])('that %s lets nobody in', async (_, parts) => {
    const { streamUrl } = startGuarded();
    const token = await makeToken(parts);
    const caller = new Caller(streamUrl, bearer(token));
    expect(await caller.closed).toEqual({ code: 4401, reason: 'unauthenticated' });
    const first = await new Caller(streamUrl).opened();
    first.send({ action: 'authenticate', token });
    expect(await first.closed).toEqual({ code: 4401, reason: 'unauthenticated' });
    expect(first.messages).toEqual([]);
  });

  test('that was changed, or has no signature, lets nobody in', async () => {
    const { streamUrl } = startGuarded();
    const [header = '', payload = '', signature = ''] = (await makeToken()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const none = ['none', 'None', 'NONE', 'nOnE'].map(
      (alg) => `${encode({ alg, typ: 'JWT' })}.${payload}.`,
    );
    const tokens = [
      ...none,
      `${encode({ alg: 'none' })}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${encode({ ...claims, sub: 'bob' })}.${signature}`,
      `${encode({ alg: 'HS256', crit: ['exp'] })}.${payload}.${signature}`,
      `${encode({ alg: 'HS512' })}.${payload}.${hmac('sha512', `${encode({ alg: 'HS512' })}.${payload}`)}`,
      'x',
      '..',
      'x'.repeat(8200),
    ];
    for (const token of tokens) {
      const caller = new Caller(streamUrl, bearer(token));
      expect([token, (await caller.closed).code]).toEqual([token, 4401]);
    }
  });

  test('in the header counts, and not one in the address beside it', async () => {
    const { streamUrl } = startGuarded();
    const good = await makeToken();
    const both = new Caller(`${streamUrl}?access_token=${good}`, bearer('wrong'));
    expect((await both.closed).code).toBe(4401);
    const basic = new Caller(`${streamUrl}?access_token=${good}`, { authorization: 'Basic YTpi' });
    expect((await basic.closed).code).toBe(4401);
  });

  test('that has expired just now is taken all the same, as clocks differ', async () => {
    const { streamUrl } = startGuarded();
    const caller = new Caller(streamUrl, bearer(await makeToken({ exp: -5 })));
    await caller.heard('session_started');
    expect(await caller.heard('token_expiring')).toMatchObject({ user_id: 'ann' });
  });
});

describe('without a token', () => {
  test('a first message that says none is refused', async () => {
    const { streamUrl, registry } = startGuarded();
    for (const message of [
      SAMPLE,
      { action: 'stats' },
      { action: 'authenticate' },
      { action: 'authenticate', token: '' },
      { action: 'authenticate', token: 7 },
      // No header can carry these.
      { action: 'authenticate', token: 'a\nb' },
      { action: 'authenticate', token: '€' },
      { action: 'authenticate', token: '\0' },
      'x',
    ]) {
      const caller = await new Caller(streamUrl).opened();
      caller.send(message);
      expect((await caller.closed).code).toBe(4401);
      expect(caller.messages).toEqual([]);
    }
    expect(registry.size).toBe(0);
  });

  test('a push is refused', async () => {
    const { url } = startGuarded();
    const push = await fetch(`${url}/ingest/sensor-logger`, { method: 'POST', body: '{}' });
    expect(push.status).toBe(401);
    expect(await push.json()).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('another user', () => {
  test('can not be named beside the token', async () => {
    const { streamUrl, registry } = startGuarded();
    const token = await makeToken();
    for (const address of [`${streamUrl}?user_id=bob`, `${streamUrl}/bob`]) {
      const caller = new Caller(address, bearer(token));
      expect(await caller.closed).toEqual({ code: 4403, reason: 'forbidden' });
      const first = await new Caller(address).opened();
      first.send({ action: 'authenticate', token });
      expect((await first.closed).code).toBe(4403);
    }
    const same = new Caller(`${streamUrl}?user_id=ann`, bearer(token));
    await same.heard('session_started');
    expect(registry.size).toBe(1);
  });

  test('can not go on with the session, whose resume token was stolen', async () => {
    const { streamUrl } = startGuarded();
    const ann = new Caller(streamUrl, bearer(await makeToken()));
    const { session_id, resume_token } = (await ann.heard('session_started')) as never as {
      readonly session_id: string;
      readonly resume_token: string;
    };
    const bob = new Caller(
      `${streamUrl}?resume=${resume_token}`,
      bearer(await makeToken({ sub: 'bob' })),
    );
    const greeting = await bob.heard('session_started');
    expect(greeting).toMatchObject({ resumed: false, reason: 'other_user', user_id: 'bob' });
    expect(greeting.session_id).not.toBe(session_id);
    ann.send(SAMPLE);
    expect(await ann.heard('step_detection')).toMatchObject({ session_id });
  });

  test.each<[string, TokenParts, string]>([
    ['a scope without streams', { stepstream: { scope: ['history:read'] } }, ''],
    ['no scope that is known', { stepstream: { scope: ['everything'] } }, ''],
    ['users without its own', { stepstream: { users: ['bob'] } }, ''],
    ['no user at all', { sub: undefined }, ''],
    ['no user at all, and a name in the address', { sub: undefined }, '?user_id=ann'],
    ['users, and none in the address', { sub: undefined, stepstream: { users: ['ann'] } }, ''],
    ['users, and another one', { sub: undefined, stepstream: { users: ['ann'] } }, '?user_id=bob'],
  ])('is whoever has a token with %s', async (_, parts, query) => {
    const { streamUrl } = startGuarded();
    const caller = new Caller(streamUrl + query, bearer(await makeToken(parts)));
    expect(await caller.closed).toEqual({ code: 4403, reason: 'forbidden' });
  });

  test('may be streamed for by a program whose token says so', async () => {
    const { streamUrl } = startGuarded();
    const token = await makeToken({ sub: undefined, stepstream: { users: ['ann', 'bob'] } });
    const caller = new Caller(`${streamUrl}?user_id=bob`, bearer(token));
    expect(await caller.heard('session_started')).toMatchObject({ user_id: 'bob' });
  });
});

describe('a live session', () => {
  test('ends with its token', async () => {
    const { streamUrl, registry } = startGuarded();
    const expires = nowSeconds() + 2;
    const caller = new Caller(streamUrl, bearer(await makeToken({ exp: 2 })));
    const notice = await caller.heard('token_expiring');
    expect(Math.abs(Number((notice as { expires_at?: number }).expires_at) - expires)).toBeLessThan(
      2,
    );
    expect(await caller.closed).toEqual({ code: 4401, reason: 'unauthenticated' });
    expect(registry.size).toBe(0);
  });

  test('goes on with another token of the same user', async () => {
    const { streamUrl } = startGuarded();
    const caller = new Caller(streamUrl, bearer(await makeToken({ exp: 2 })));
    await caller.heard('token_expiring');
    caller.send({ action: 'authenticate', token: await makeToken({ exp: 3600 }) });
    caller.send(SAMPLE);
    const answer = await caller.heard('authenticate_response');
    expect(answer).toMatchObject({ status: 'success', user_id: 'ann' });
    await caller.heard('step_detection');
    const types = caller.messages.map(({ type }) => type);
    expect(types.indexOf('authenticate_response')).toBeLessThan(types.indexOf('step_detection'));
    await Bun.sleep(2500);
    caller.send({ action: 'stats' });
    expect(await caller.heard('stats_response')).toMatchObject({
      user_stats: { total_requests: 2 },
    });
  });

  test('goes on with its own token after one that is wrong', async () => {
    const { streamUrl } = startGuarded();
    const caller = new Caller(streamUrl, bearer(await makeToken()));
    await caller.heard('session_started');
    caller.send({ action: 'authenticate', token: await makeToken({ exp: -100 }) });
    expect(await caller.heard('error')).toMatchObject({ code: 'unauthenticated', field: 'token' });
    caller.send(SAMPLE);
    await caller.heard('step_detection');
  });

  test('ends with the token of somebody else', async () => {
    const { streamUrl } = startGuarded();
    const caller = new Caller(streamUrl, bearer(await makeToken()));
    await caller.heard('session_started');
    caller.send({ action: 'authenticate', token: await makeToken({ sub: 'bob' }) });
    expect(await caller.closed).toEqual({ code: 4403, reason: 'forbidden' });
  });
});

/** A signature by hand, of algorithms that no program of ours would use. */
function hmac(algorithm: string, text: string): string {
  return createHmac(algorithm, 'a secret of these tests, which is long enough')
    .update(text)
    .digest('base64url');
}
