import { describe, expect, test } from 'bun:test';
import { createOriginPolicy, normaliseOrigins } from './origins.ts';

const LAN = '192.168.1.9';
const HERE = '127.0.0.1';

/** Whether a page of `origin` may use the server that it asks as `host`, from `peer`. */
const allowed = (
  origin: string | undefined,
  host: string,
  peer: string,
  { list = '', ...headers }: { list?: string; [header: string]: string } = {},
) =>
  createOriginPolicy(list)({
    peer,
    headers: new Headers({ host, ...(origin !== undefined && { origin }), ...headers }),
  });

describe('an allowed origin', () => {
  test('is none at all, as of apps and scripts', () => {
    expect(allowed(undefined, 'steps.example', LAN)).toBe(true);
  });

  test.each([
    'http://localhost:3000',
    'http://127.0.0.1:8000',
    'http://[::1]:8000',
    'https://app.localhost',
    'capacitor://localhost',
  ])('is that of a page of this machine, %s', (origin) => {
    expect(allowed(origin, 'localhost:8000', HERE)).toBe(true);
    expect(allowed(origin, '192.168.1.2:8443', LAN)).toBe(true);
  });

  test('is the server’s own, by its address or name', () => {
    expect(allowed('https://192.168.1.2:8443', '192.168.1.2:8443', LAN)).toBe(true);
    expect(allowed('https://[fd00::2]:8443', '[fd00::2]:8443', LAN)).toBe(true);
    expect(allowed('https://steps.example', 'steps.example', LAN)).toBe(true);
    expect(allowed('https://steps.example', 'steps.example:443', LAN)).toBe(true);
    // Through a proxy on this machine that says so.
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect(allowed('https://steps.example', 'steps.example', HERE, forwarded)).toBe(true);
  });

  test('is one that is listed', () => {
    const list = 'https://a.example,https://b.example:8080';
    expect(allowed('https://a.example', 'steps.example', LAN, { list })).toBe(true);
    expect(allowed('https://b.example:8080', 'localhost', HERE, { list })).toBe(true);
    expect(allowed('https://c.example', 'localhost', HERE, { list: '*' })).toBe(true);
    expect(allowed('null', 'localhost', HERE, { list: 'null' })).toBe(true);
    expect(allowed('file://', 'localhost', HERE, { list: '*,file://' })).toBe(true);
  });
});

describe('a refused origin', () => {
  test.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'null',
    'file://',
    'nonsense',
    '',
  ])('is that of a foreign page, %p', (origin) => {
    expect(allowed(origin, 'localhost:8000', HERE)).toBe(false);
    expect(allowed(origin, '192.168.1.2:8443', LAN)).toBe(false);
    expect(allowed(origin, 'localhost', HERE, { list: 'https://a.example' })).toBe(false);
  });

  test.each(['null', 'file://'])(
    'is %s, which anybody can be, even where all are allowed',
    (origin) => {
      expect(allowed(origin, 'localhost', HERE, { list: '*' })).toBe(false);
      expect(allowed(origin, 'localhost', HERE, { list: 'http://null,capacitor://app' })).toBe(
        false,
      );
    },
  );

  test.each([
    'http://evil@localhost',
    'http://2130706433',
    'http://0x7f.1',
    'http://localhost/path',
    'https://localhost:443',
  ])('is %p, which no browser writes so', (origin) => {
    expect(allowed(origin, 'localhost:8000', HERE)).toBe(false);
    expect(allowed(origin, 'localhost', HERE, { list: '*' })).toBe(false);
  });

  test('is the server’s host at another port, or another host at its port', () => {
    expect(allowed('https://192.168.1.2:9000', '192.168.1.2:8443', LAN)).toBe(false);
    expect(allowed('https://192.168.1.3:8443', '192.168.1.2:8443', LAN)).toBe(false);
  });

  test('a page whose name has been pointed to this machine', () => {
    expect(allowed('http://evil.example:8000', 'evil.example:8000', HERE)).toBe(false);
  });

  test('a listed host under another scheme, port or part of its name', () => {
    const list = 'https://a.example';
    for (const origin of ['http://a.example', 'https://a.example:8443', 'https://x.a.example']) {
      expect(allowed(origin, 'localhost', HERE, { list })).toBe(false);
    }
  });
});

test('a list is brought into the form that browsers send', () => {
  expect(normaliseOrigins('https://A.example/, http://b.example:80')).toBe(
    'https://a.example,http://b.example',
  );
  expect(normaliseOrigins('null, file://')).toBe('null,file://');
  expect(normaliseOrigins('')).toBe('');
  expect(normaliseOrigins('https://a.example,nonsense')).toBeUndefined();
});
