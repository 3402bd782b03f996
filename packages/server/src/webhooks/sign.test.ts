import { expect, test } from 'bun:test';
import { Webhook } from 'standardwebhooks';
import { readSecret, readSecrets, signatureHeaders } from './sign.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const BODY = '{"test": 2432232314}';
const keysOf = (list: string) => readSecrets(list) ?? [];

test('a signature is that of the published example', () => {
  expect(signatureHeaders(keysOf(SECRET), ID, 1614265330, BODY)).toEqual({
    'webhook-id': ID,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the library of Standard Webhooks takes what was signed, and nothing else', () => {
  const seconds = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ user: 'Zoë ✓', n: 1 });
  const headers = signatureHeaders(keysOf(SECRET), ID, seconds, body);
  const verifier = new Webhook(SECRET);
  expect(verifier.verify(body, headers)).toEqual({ user: 'Zoë ✓', n: 1 });
  expect(() => verifier.verify(`${body} `, headers)).toThrow();
  expect(() => verifier.verify(body, { ...headers, 'webhook-id': 'msg_other' })).toThrow();
  expect(() => new Webhook(OTHER).verify(body, headers)).toThrow();
});

test('with two secrets, receivers of either take it', () => {
  const seconds = Math.floor(Date.now() / 1000);
  const headers = signatureHeaders(keysOf(`${SECRET}, ${OTHER}`), ID, seconds, BODY);
  for (const secret of [SECRET, OTHER]) {
    expect(new Webhook(secret).verify(BODY, headers)).toEqual({ test: 2432232314 });
  }
});

test.each([
  '',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_',
  'whsec_c2hvcnQ=',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa*w',
  `whsec_${Buffer.alloc(65).toString('base64')}`,
])('%p is no secret', (text) => expect(readSecret(text)).toBeUndefined());
