import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { createResumeToken, digestOf, isSecretOf, parseResumeToken } from './resume-token.ts';

describe('a resume token', () => {
  test('holds the id of its session and a secret of its own, in letters for an address', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const tokens = [createResumeToken(id), createResumeToken(id)];
        const [one, other] = tokens.map(parseResumeToken);
        expect([one?.sessionId, other?.sessionId]).toEqual([id, id]);
        expect(one?.secret.length).toBe(32);
        expect(one?.secret).not.toEqual(other?.secret as Uint8Array);
        for (const token of tokens) expect(encodeURIComponent(token)).toBe(token);
      }),
    );
  });

  test('of a session without a proper id can not be made', () => {
    for (const id of ['', 'made up', '3F1C1D0E-7F0E-4C5B-9D53-6D3F0A9C1B11']) {
      expect(() => createResumeToken(id)).toThrow(RangeError);
    }
  });

  test('is nothing else', () => {
    const token = createResumeToken('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11');
    for (const text of ['', token.slice(1), `${token}A`, token.replace(/.$/, '='), ` ${token}`]) {
      expect(parseResumeToken(text)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => expect(parseResumeToken(text)).toBeUndefined()));
  });

  test('is known by a digest, which no other secret has', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (secret, other) => {
        const digest = digestOf(secret);
        expect(isSecretOf(digest, secret)).toBe(true);
        expect(isSecretOf(digest, other)).toBe(Buffer.from(secret).equals(other));
        expect(isSecretOf(new Uint8Array(0), secret)).toBe(false);
      }),
    );
  });
});
