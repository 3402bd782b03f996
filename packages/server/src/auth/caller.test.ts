import { describe, expect, test } from 'bun:test';
import { isLocal, isLoopbackName } from './caller.ts';

const local = (peer: string | undefined, headers: Record<string, string> = {}) =>
  isLocal({ peer, headers: new Headers(headers) });

describe('a caller on this machine', () => {
  test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('connects from %s', (peer) => {
    expect(local(peer)).toBe(true);
    for (const host of [
      'localhost',
      'localhost:8000',
      '127.0.0.1:8000',
      '[::1]:8000',
      'a.localhost',
    ]) {
      expect(local(peer, { host })).toBe(true);
    }
  });

  test.each(['192.168.1.9', '10.0.0.1', '::ffff:192.168.1.9', 'fe80::1', '128.0.0.1', undefined])(
    'does not connect from %s',
    (peer) => {
      expect(local(peer)).toBe(false);
      expect(local(peer, { host: 'localhost:8000' })).toBe(false);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.1.2',
    '',
    '::',
  ])('does not name the host %p, as a page does whose name points here', (host) => {
    expect(local('127.0.0.1', { host })).toBe(false);
  });

  test('is not a request that offers to upgrade to nothing, as a proxy with nginx’s recipe does', () => {
    expect(isLocal({ peer: '127.0.0.1', headers: new Headers({ connection: 'upgrade' }) })).toBe(
      false,
    );
    const h2c = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' };
    expect(isLocal({ peer: '127.0.0.1', headers: new Headers(h2c) })).toBe(true);
  });

  test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'cf-connecting-ip', 'via'])(
    'does not send %s, as a proxy does',
    (header) => {
      expect(local('127.0.0.1', { host: 'localhost', [header]: 'x' })).toBe(false);
    },
  );
});

test('a name that only resembles loopback is not loopback', () => {
  expect(isLoopbackName('notlocalhost')).toBe(false);
  expect(isLoopbackName('127.0.0.1.nip.io')).toBe(false);
  expect(isLoopbackName('127.1')).toBe(false);
});
