import { describe, expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import {
  AUDIENCE,
  bearer,
  Caller,
  ISSUER,
  nowSeconds,
  startGuarded,
  stopAfterEach,
  whenDone,
} from './token-world.ts';

stopAfterEach();

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;

/** A key of an issuer, which signs tokens. */
async function createKey(alg: string, kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
  const sign = (header: object = {}) =>
    new SignJWT({ iss: ISSUER, aud: AUDIENCE })
      .setProtectedHeader({ alg, kid, ...header })
      .setSubject('ann')
      .setExpirationTime(nowSeconds() + 600)
      .sign(privateKey);
  return { jwk, publicKey, sign };
}

/** Somebody who makes tokens, and shows the keys that prove them. */
function startIssuer(keys: readonly JWK[]) {
  const state = { keys: [...keys], status: 200, asked: 0, body: undefined as string | undefined };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch() {
      state.asked++;
      const body = state.body ?? JSON.stringify({ keys: state.keys });
      return new Response(body, { status: state.status });
    },
  });
  whenDone({ stop: () => server.stop(true) });
  return Object.assign(state, { url: `http://127.0.0.1:${server.port}/jwks.json` });
}

const closeOf = async (streamUrl: string, token: string) =>
  (await new Caller(streamUrl, bearer(token)).closed).code;
const isTaken = async (streamUrl: string, token: string) => {
  const caller = new Caller(streamUrl, bearer(token));
  const { type } = await caller.heard('session_started');
  caller.close();
  return type === 'session_started';
};

describe('the keys of an issuer', () => {
  test.each(ALGORITHMS)('prove tokens of %s, and are fetched once', async (alg) => {
    const key = await createKey(alg, 'one');
    const issuer = startIssuer([key.jwk]);
    const { streamUrl } = startGuarded({ authJwks: issuer.url });
    for (let i = 0; i < 5; i++) expect(await isTaken(streamUrl, await key.sign())).toBe(true);
    expect(issuer.asked).toBe(1);
    const stranger = await createKey(alg, 'one');
    expect(await closeOf(streamUrl, await stranger.sign())).toBe(4401);
  });

  test('are fetched anew for a key that was not there before, and not for every one that is none', async () => {
    const [one, two] = await Promise.all([createKey('ES256', 'one'), createKey('ES256', 'two')]);
    const issuer = startIssuer([one.jwk]);
    const { streamUrl } = startGuarded({ authJwks: issuer.url });
    expect(await isTaken(streamUrl, await one.sign())).toBe(true);
    for (let i = 0; i < 20; i++) {
      expect(await closeOf(streamUrl, await one.sign({ kid: `unknown-${i}` }))).toBe(4401);
    }
    expect(issuer.asked).toBe(1);
    issuer.keys.push(two.jwk);
    expect(await isTaken(streamUrl, await one.sign())).toBe(true);
  });

  test('that several may be meant of prove a token that names none', async () => {
    const keys = await Promise.all(['one', 'two', 'three'].map((kid) => createKey('ES256', kid)));
    const issuer = startIssuer(keys.map(({ jwk }) => jwk));
    const { streamUrl } = startGuarded({ authJwks: issuer.url });
    const token = (await keys[2]?.sign({ kid: undefined })) ?? '';
    expect(await isTaken(streamUrl, token)).toBe(true);
    const stranger = await createKey('ES256', 'one');
    expect(await closeOf(streamUrl, await stranger.sign({ kid: undefined }))).toBe(4401);
  });

  test('are no secret: a token that is signed with a public key is refused', async () => {
    const key = await createKey('RS256', 'one');
    const { streamUrl } = startGuarded({ authJwks: startIssuer([key.jwk]).url });
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', exp: nowSeconds() + 600 };
    const pem = await exportSPKI(key.publicKey);
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const secret of [pem, `${pem}\n`, JSON.stringify(key.jwk), key.jwk.n ?? '']) {
      for (const alg of ['HS256', 'HS512']) {
        const text = `${encode({ alg, kid: 'one', typ: 'JWT' })}.${encode(claims)}`;
        const mac = createHmac(alg.replace('HS', 'sha'), secret).update(text).digest('base64url');
        expect(await closeOf(streamUrl, `${text}.${mac}`)).toBe(4401);
      }
    }
    const none = `${encode({ alg: 'none', kid: 'one' })}.${encode(claims)}.`;
    expect(await closeOf(streamUrl, none)).toBe(4401);
    // Nor may a token bring its own key, or say where it is.
    const stranger = await createKey('RS256', 'one');
    const jku = startIssuer([stranger.jwk]);
    expect(await closeOf(streamUrl, await stranger.sign({ jku: jku.url, jwk: stranger.jwk }))).toBe(
      4401,
    );
    expect(jku.asked).toBe(0);
  });

  test('that are secrets themselves, or for something else, prove nothing', async () => {
    const secret = 'x'.repeat(43);
    const oct: JWK = { kty: 'oct', k: Buffer.from(secret).toString('base64url'), kid: 'one' };
    const key = await createKey('RS256', 'two');
    const issuer = startIssuer([oct, { ...key.jwk, use: 'enc' }]);
    const { streamUrl } = startGuarded({ authJwks: issuer.url });
    const forged = await new SignJWT({ iss: ISSUER, aud: AUDIENCE })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setSubject('ann')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
    expect(await closeOf(streamUrl, forged)).toBe(4401);
    expect(await closeOf(streamUrl, await key.sign())).toBe(4401);
  });

  test.each<[string, { status?: number; body?: string }]>([
    ['fails', { status: 500 }],
    ['answers no keys', { body: '{}' }],
    ['answers no JSON', { body: '<html>' }],
    ['answers without end', { body: `{"keys":[${' '.repeat(300_000)}]}` }],
    ['has too many', { body: JSON.stringify({ keys: Array(101).fill({ kty: 'RSA' }) }) }],
  ])('whose issuer %s let clients come back later', async (_, wrong) => {
    const key = await createKey('ES256', 'one');
    const issuer = startIssuer([key.jwk]);
    Object.assign(issuer, wrong);
    const { streamUrl, url } = startGuarded({ authJwks: issuer.url });
    const caller = new Caller(streamUrl, bearer(await key.sign()));
    expect(await caller.closed).toEqual({ code: 1013, reason: 'unavailable' });
    const headers = bearer(await key.sign());
    expect((await fetch(`${url}/users/ann/steps`, { headers })).status).toBe(503);
    // It is not asked for each of them.
    expect(issuer.asked).toBe(1);
  });

  test('that were fetched hold while the issuer is away', async () => {
    const key = await createKey('ES256', 'one');
    const issuer = startIssuer([key.jwk]);
    const { streamUrl } = startGuarded({ authJwks: issuer.url });
    expect(await isTaken(streamUrl, await key.sign())).toBe(true);
    issuer.status = 503;
    expect(await isTaken(streamUrl, await key.sign())).toBe(true);
  });
});
