import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { SessionStarted } from '@stepstream/protocol';
import { NODE } from '@stepstream/testing/node-22';
import { startOwnServer } from '../contract/start-server.ts';
import {
  AUDIENCE,
  bearer,
  Caller,
  ISSUER,
  makeToken,
  SECRET,
  stopAfterEach,
  whenDone,
} from './token-world.ts';

setDefaultTimeout(60_000);
stopAfterEach();

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };
const ELSEWHERE = { 'x-forwarded-for': '203.0.113.9' };
const GUARDED = ['--auth', 'token', '--auth-secret', SECRET, '--admin', 'token'];
const WHOSE = ['--auth-issuer', ISSUER, '--auth-audience', AUDIENCE];

const ADAPTERS: [string, string | undefined][] = [
  ['Bun', undefined],
  ...(NODE ? [['node:http', `${NODE} examples/mount/node-http.ts`] as [string, string]] : []),
];

const greetingOf = async (caller: Caller) =>
  (await caller.heard('session_started')) as SessionStarted;
const tokenIn = ({ resume_token = '' }: SessionStarted) => resume_token;

/** Both ways to say a resume token. */
const WAYS = {
  async address(url: string, token: string, headers: Record<string, string> = {}) {
    return new Caller(`${url}${url.includes('?') ? '&' : '?'}resume=${token}`, headers);
  },
  async message(url: string, token: string, headers: Record<string, string> = {}) {
    const sign = url.includes('?') ? '&' : '?';
    const caller = await new Caller(`${url}${sign}resume=message`, headers).opened();
    caller.send({ action: 'resume', resume_token: token });
    return caller;
  },
};

/** The session is live, with its client, and as that has left it. */
async function expectUntouched(owner: Caller, id: string, samples: number) {
  const from = owner.messages.length;
  owner.send(SAMPLE);
  expect(await owner.heard('step_detection', from)).toMatchObject({
    session_id: id,
    total_predictions: samples,
  });
}

/** A token with the session's id, which is no secret, and a secret of somebody else. */
function forge(sessionId: string, other: string): string {
  const id = Buffer.from(sessionId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, Buffer.from(other, 'base64url').subarray(16)]).toString('base64url');
}

/** Comes back until a new token is told, and with that once more: the first one is stale then. */
async function rotate(url: string, first: string, headers: Record<string, string> = {}) {
  let token = first;
  while (token === first) {
    token = tokenIn(await greetingOf(await WAYS.message(url, first, headers)));
    if (token === first) await Bun.sleep(50);
  }
  const owner = await WAYS.message(url, token, headers);
  return { owner, greeting: await greetingOf(owner) };
}

describe.each(ADAPTERS)('a live session, through %s', (_, command) => {
  const start = async (flags: readonly string[] = []) =>
    whenDone(await startOwnServer(['--checkpoint-interval', '1', ...flags], command)).wsUrl;

  test('is not had by the name of its user from elsewhere, and not taken over by it here', async () => {
    const url = await start();
    const ann = new Caller(`${url}/ann`);
    const { session_id } = await greetingOf(ann);
    const own = tokenIn(await greetingOf(new Caller(url, ELSEWHERE)));
    for (const address of [`${url}/ann`, `${url}?user_id=ann`, `${url}/ann?resume=${own}`]) {
      expect((await new Caller(address, ELSEWHERE).closed).code).toBe(4403);
    }
    await expectUntouched(ann, session_id, 1);
    // On this machine all trust one another: it ends, and another begins that knows nothing of it.
    const second = new Caller(`${url}/ann`);
    const greeting = await greetingOf(second);
    expect(greeting.session_id).not.toBe(session_id);
    expect(greeting.resumed).toBeUndefined();
    expect((await ann.closed).code).toBe(4409);
    await expectUntouched(second, greeting.session_id, 1);
  });

  test('is not had by a token of another session, nor by its id', async () => {
    const url = await start();
    const owner = new Caller(url);
    const { session_id } = await greetingOf(owner);
    const mallory = new Caller(url);
    const own = tokenIn(await greetingOf(mallory));
    for (const say of Object.values(WAYS)) {
      for (const token of [session_id, forge(session_id, own), '', `${own}A`]) {
        const greeting = await greetingOf(await say(url, token));
        expect(greeting.session_id).not.toBe(session_id);
        expect(greeting.resumed ?? false).toBe(false);
      }
      const other = await greetingOf(await say(`${url}?user_id=bob`, own));
      expect(other).toMatchObject({ resumed: false, reason: 'other_user' });
    }
    await expectUntouched(owner, session_id, 1);
    await expectUntouched(mallory, (await greetingOf(mallory)).session_id, 1);
  });

  test('is not had by a token that has been followed by another', async () => {
    const url = await start();
    const first = await greetingOf(new Caller(url));
    const { owner, greeting } = await rotate(url, tokenIn(first));
    expect(greeting).toMatchObject({ resumed: true, session_id: first.session_id });
    for (const say of Object.values(WAYS)) {
      const thief = await greetingOf(await say(url, tokenIn(first)));
      expect(thief).toMatchObject({ resumed: false, reason: 'unknown_token' });
    }
    await expectUntouched(owner, first.session_id, 1);
  });

  test('is had by its user alone, where tokens say who that is', async () => {
    const url = await start([...GUARDED, ...WHOSE]);
    const [ann, bob] = [bearer(await makeToken()), bearer(await makeToken({ sub: 'bob' }))];
    const first = new Caller(url, ann);
    const { session_id, resume_token = '' } = await greetingOf(first);
    for (const say of Object.values(WAYS)) {
      const thief = await greetingOf(await say(url, resume_token, bob));
      expect(thief).toMatchObject({ resumed: false, reason: 'other_user', user_id: 'bob' });
      expect((await (await say(`${url}/ann`, resume_token, bob)).closed).code).toBe(4403);
      expect((await (await say(url, resume_token, bearer('wrong'))).closed).code).toBe(4401);
    }
    // The resume token is no proof of who somebody is.
    for (const message of [{ action: 'resume', resume_token }, SAMPLE]) {
      const nobody = await new Caller(`${url}?resume=message`).opened();
      nobody.send(message);
      expect((await nobody.closed).code).toBe(4401);
      expect(nobody.messages).toEqual([]);
    }
    await expectUntouched(first, session_id, 1);
    const back = await new Caller(`${url}?resume=message`).opened();
    back.send({ action: 'authenticate', token: await makeToken() });
    back.send({ action: 'resume', resume_token });
    expect(await greetingOf(back)).toMatchObject({ resumed: true, session_id, user_id: 'ann' });
    expect((await first.closed).code).toBe(4409);
    await expectUntouched(back, session_id, 2);
  });

  test('is not gone on with by a stale token of its user, who begins anew', async () => {
    const url = await start([...GUARDED, ...WHOSE]);
    const [ann, bob] = [bearer(await makeToken()), bearer(await makeToken({ sub: 'bob' }))];
    const stale = tokenIn(await greetingOf(new Caller(url, ann)));
    const { owner, greeting } = await rotate(url, stale, ann);
    const thief = await greetingOf(await WAYS.message(url, stale, bob));
    expect(thief).toMatchObject({ resumed: false, reason: 'unknown_token' });
    await expectUntouched(owner, greeting.session_id, 1);
    const again = await greetingOf(await WAYS.message(url, stale, ann));
    expect(again).toMatchObject({ resumed: false, reason: 'unknown_token' });
    expect((await owner.closed).code).toBe(4409);
  });
});
