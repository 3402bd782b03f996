import { describe, expect, test } from 'bun:test';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parseStoreUrl, StoreError } from './index.ts';

/** The error of a URL that is refused. */
function refusal(url: string): StoreError {
  try {
    parseStoreUrl(url);
  } catch (error) {
    if (error instanceof StoreError) return error;
  }
  throw new Error(`${url} is not refused`);
}

describe('the URL of a store', () => {
  test.each([
    ['sqlite:/var/lib/steps.db', '/var/lib/steps.db'],
    ['sqlite:///var/lib/steps.db', '/var/lib/steps.db'],
    ['sqlite:steps.db', resolve('steps.db')],
    ['sqlite:./a b/ü.db', resolve('a b/ü.db')],
  ])('%s is the file %s', (url, path) => {
    expect(parseStoreUrl(url)).toEqual({ kind: 'sqlite', path });
  });

  test('memory is this process’s memory', () => {
    expect(parseStoreUrl('memory')).toEqual({ kind: 'memory' });
  });

  test('of PostgreSQL is its client’s, settings and all', () => {
    const url = 'postgresql://ann:pw@db.example.org:6432/steps?sslmode=require';
    expect(parseStoreUrl(url)).toEqual({
      kind: 'postgres',
      name: 'postgresql://ann@db.example.org:6432/steps',
      url,
    });
  });

  test('of Redis has a host and may have all else', () => {
    expect(parseStoreUrl('redis://[::1]')).toMatchObject({
      name: 'redis://[::1]',
      host: '::1',
      port: 6379,
      username: '',
      password: '',
      database: 0,
      tls: false,
      prefix: 'stepstream',
    });
    expect(parseStoreUrl('rediss://ann:p%2Fw@cache:7000/3?prefix=x')).toMatchObject({
      name: 'rediss://ann@cache:7000/3',
      username: 'ann',
      password: 'p/w',
      database: 3,
      tls: true,
      prefix: 'x',
    });
  });

  test('of Redis with sentinels names all of them, and what they call the master', () => {
    const url = 'rediss+sentinel://ann:p%2Fw@one:7000,two,[::1]:7002/main/3?sentinel_password=s';
    expect(parseStoreUrl(url)).toMatchObject({
      name: 'rediss+sentinel://ann@one:7000,two,[::1]:7002/main/3',
      ...{ username: 'ann', password: 'p/w', database: 3, tls: true, prefix: 'stepstream' },
      sentinel: {
        name: 'main',
        hosts: [
          { host: 'one', port: 7000 },
          { host: 'two', port: 26_379 },
          { host: '::1', port: 7002 },
        ],
        password: 's',
      },
    });
    for (const wrong of ['one,two', 'one,,two/main', '/main', 'one/main/x', 'one/main?x=1']) {
      expect(refusal(`redis+sentinel://${wrong}`).code).toBe('invalid_store_url');
    }
  });

  test('of a Redis Cluster names some of its servers', () => {
    const url = 'redis+cluster://ann:p%2Fw@one:7000,two,[::1]:7002/?prefix=x';
    expect(parseStoreUrl(url)).toMatchObject({
      name: 'redis+cluster://ann@one:7000,two,[::1]:7002',
      ...{ username: 'ann', password: 'p/w', database: 0, tls: false, prefix: 'x' },
      cluster: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 6379 },
        { host: '::1', port: 7002 },
      ],
    });
    expect(parseStoreUrl('rediss+cluster://one')).toMatchObject({ tls: true });
    for (const wrong of ['', 'one,,two', 'one/3', 'one/main', 'one?sentinel_password=s']) {
      expect(refusal(`redis+cluster://${wrong}`).code).toBe('invalid_store_url');
    }
  });

  test.each([
    '',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://host/x.db',
    'mysql://ann:secret@host/db',
    'ann:secret@host',
    'postgres://',
    'postgres://ann:secret@',
    'postgres://ann:sec/ret@host/db',
    'postgres://ann:12/secret@host/db',
    'postgres://ann:12?secret@host/db',
    'postgres://ann:12#secret@host/db',
    'postgres://ann:100%secret@host/db',
    'redis://:secret@host/steps',
    'redis://:secret@host/0?password=secret',
  ])('that is %p is refused, and tells no password', (url) => {
    const { code, message } = refusal(url);
    expect(code).toBe('invalid_store_url');
    expect(message).toMatch(/^the store .*: expected sqlite:PATH, .*$/);
    expect(message).not.toContain('secret');
  });

  test('never tells a password, whatever that is made of', () => {
    const marker = 'zq7z';
    const part = fc.string({ unit: 'binary-ascii', maxLength: 9 });
    const scheme = fc.constantFrom('postgres', 'postgresql', 'redis', 'rediss', 'mysql');
    fc.assert(
      fc.property(scheme, part, part, fc.boolean(), (kind, before, after, escaped) => {
        const secret = `${before}${marker}${after}`;
        const written = escaped ? encodeURIComponent(secret) : secret;
        expect(toldOf(`${kind}://user:${written}@host.example/1`)).not.toContain(marker);
      }),
      { numRuns: 1000 },
    );
  });
});

/** The name of a store, or all of the error that its URL is refused with. */
function toldOf(url: string): string {
  try {
    const address = parseStoreUrl(url);
    return 'name' in address ? address.name : '';
  } catch (error) {
    // The test's own sources are no part of what is told.
    if (error instanceof StoreError) return `${error.message} ${JSON.stringify(error)}`;
    throw error;
  }
}
