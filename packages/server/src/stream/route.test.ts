import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { matchStream } from './route.ts';

const match = (address: string) => matchStream(new URL(address, 'http://localhost:8000'));
const streamOf = (userId: string | undefined) => ({ kind: 'stream', userId }) as const;

/** A user name of 1 to 256 UTF-16 units that can be written in an address. */
const user = fc.string({ unit: 'binary', minLength: 1, maxLength: 128 });

describe('a stream', () => {
  test.each([
    ['/ws/realtime', undefined],
    ['/ws/realtime/', undefined],
    ['/ws/realtime?user_id=', undefined],
    ['/ws/realtime/?user_id=', undefined],
    ['/ws/realtime?other=ann', undefined],
    ['/ws/realtime?user_id=ann', 'ann'],
    ['/ws/realtime/?user_id=ann', 'ann'],
    ['/ws/realtime/ann', 'ann'],
    ['/ws/realtime/ann?user_id=bob', 'ann'],
    ['/ws/realtime/ann?user_id=', 'ann'],
    ['/ws/realtime?user_id=ann&user_id=bob', 'ann'],
    ['/ws/realtime/ann%20lee', 'ann lee'],
    ['/ws/realtime?user_id=ann+lee', 'ann lee'],
    ['/ws/realtime/ann+lee', 'ann+lee'],
    ['/ws/realtime/a/b', 'a/b'],
    ['/ws/realtime/a%2Fb', 'a/b'],
  ])('%s is of user %p', (address, userId) => {
    expect(match(address)).toEqual(streamOf(userId));
  });

  test('names the same user in both forms, whatever the name', () => {
    fc.assert(
      fc.property(user, (name) => {
        fc.pre(name !== '.' && name !== '..' && !name.includes('\0'));
        const encoded = encodeURIComponent(name);
        expect(match(`/ws/realtime/${encoded}`)).toEqual(streamOf(name));
        expect(match(`/ws/realtime?user_id=${encoded}`)).toEqual(streamOf(name));
      }),
    );
  });
});

test('a user may be called by a name that no path can have', () => {
  for (const name of ['.', '..'])
    expect(match(`/ws/realtime?user_id=${name}`)).toEqual(streamOf(name));
});

describe('no user', () => {
  test('with a name over 256 UTF-16 units', () => {
    for (const [name, userId] of [
      ['x'.repeat(256), 'x'.repeat(256)],
      ['🦶'.repeat(128), '🦶'.repeat(128)],
    ] as const) {
      expect(match(`/ws/realtime/${encodeURIComponent(name)}`)).toEqual(streamOf(userId));
      for (const address of ['/ws/realtime/', '/ws/realtime?user_id=']) {
        expect(match(address + encodeURIComponent(`${name}x`))).toEqual({ kind: 'invalid_user' });
      }
    }
  });

  test('with a name that no store can keep', () => {
    expect(match('/ws/realtime/a%00b')).toEqual({ kind: 'invalid_user' });
    expect(match('/ws/realtime?user_id=a%00b')).toEqual({ kind: 'invalid_user' });
  });

  test.each(['%', '%zz', '%ff', '%C3%28', 'ann%E0%A4'])(
    'with a path of broken UTF-8: %s',
    (name) => {
      expect(match(`/ws/realtime/${name}`)).toEqual({ kind: 'invalid_user' });
      expect(match(`/ws/realtime/${name}?user_id=ann`)).toEqual({ kind: 'invalid_user' });
    },
  );
});

describe('elsewhere', () => {
  test.each([
    '/',
    '/ws',
    '/ws/',
    '/ws/realtimes',
    '/ws/realtime.html',
    '/WS/realtime',
    '/x/ws/realtime',
    '//ws/realtime/ann',
    '/sessions?user_id=/ws/realtime',
    '/ws%2Frealtime',
  ])('%s', (address) => {
    expect(matchStream(new URL(`http://localhost:8000${address}`))).toEqual({ kind: 'elsewhere' });
  });
});
