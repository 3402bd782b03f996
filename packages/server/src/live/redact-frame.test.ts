import { expect, test } from 'bun:test';
import { MAX_SHOWN, redactFrame } from './redact-frame.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';
const hidden = { userId: 'ann', label: (user: string) => `user-${user.length}` };

test('a frame that holds nothing to hide is shown as it was written', () => {
  const text = '{ "accel_x": 1.50, "accel_y": 2 }';
  expect(redactFrame(text)).toBe(text);
  expect(redactFrame('no json')).toBe('no json');
  expect(redactFrame('{"user_id":"ann"}')).toBe('{"user_id":"ann"}');
});

test.each([
  [`{"action":"authenticate","token":"s3cret"}`],
  [`{"action":"authenticate","token":"s3cret`],
  [`{"action":"authenticate","token": s3cret}`],
  [`{"resume_token":"s3cret","type":"session_started"}`],
  [`{"a":{"b":[{"access_token":"s3cret"}]}}`],
  [String.raw`{"tok\u0065n":"s3cret"}`],
  [String.raw`{"tok\u0065n":"s3cret",}`],
  [String.raw`{"token":"\"s3cret`],
  [`{"Authorization":"Bearer s3cret"`],
  [`{"api_secret":["s3cret"],"a":1}`],
  [`{"token":"s3cret","padding":"${'x'.repeat(5000)}"}`],
])('no token is shown of %s', (text) => {
  const shown = redactFrame(text);
  expect(shown).not.toContain('s3cret');
  expect(shown).toContain('…');
});

test('a signed token is shown nowhere, whatever its field is called', () => {
  expect(redactFrame(`{"x":"${JWT}"}`)).toBe('{"x":"…"}');
  expect(redactFrame(`hello ${JWT} there`)).toBe('hello … there');
});

test('users go by their hashed names where names are hidden', () => {
  expect(redactFrame('{"type":"pong","user_id":"ann"}', hidden)).toBe(
    '{"type":"pong","user_id":"user-3"}',
  );
  expect(redactFrame('{"note":"ann","who":1}', hidden)).toBe('{"note":"user-3","who":1}');
  expect(redactFrame('{"user_id":"bob", oops ann', hidden)).toBe('{"user_id":"…", oops user-3');
});

test('a long frame is cut', () => {
  const long = `{"samples":[${'{"accel_x":1},'.repeat(2000)}`;
  expect(redactFrame(long)).toBe(`${long.slice(0, MAX_SHOWN)}…`);
  expect(redactFrame(`"${'a'.repeat(1000)}"`)).toHaveLength(MAX_SHOWN + 1);
});
