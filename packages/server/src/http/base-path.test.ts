import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { normaliseBasePath, stripBasePath } from './base-path.ts';

describe('a base path is taken off a request', () => {
  test.each([
    ['/app', '/app', '/'],
    ['/app/', '/app', '/'],
    ['/app/sessions/1', '/app', '/sessions/1'],
    ['/a/b/docs', '/a/b', '/docs'],
    ['/app/app', '/app', '/app'],
    // A proxy has taken it off already.
    ['/sessions', '/app', '/sessions'],
    ['/', '/app', '/'],
    // Another path that begins with the same letters.
    ['/application', '/app', '/application'],
    ['/sessions', '', '/sessions'],
  ])('%s below %p is %s', (pathname, basePath, expected) => {
    expect(stripBasePath(pathname, basePath)).toBe(expected);
  });

  test('whatever follows it stays as it is', () => {
    const segment = fc.constantFrom('', 'a', 'app', 'application', '..', '%61', 'x.y~z');
    const path = fc.array(segment).map((segments) => `/${segments.join('/')}`);
    fc.assert(
      fc.property(path, (pathname) => {
        expect(stripBasePath(`/app${pathname}`, '/app')).toBe(pathname);
        expect(stripBasePath(pathname, '')).toBe(pathname);
      }),
    );
  });
});

describe('a base path', () => {
  test.each([
    ['/app', '/app'],
    ['app', '/app'],
    ['/app/', '/app'],
    ['tools/step-stream_2.0~x', '/tools/step-stream_2.0~x'],
    ['/', ''],
    ['', ''],
  ])('%p is normalised to %p', (text, expected) => {
    expect(normaliseBasePath(text)).toBe(expected);
  });

  test.each([
    '//app',
    '/app//',
    '/a//b',
    '/a/../b',
    '..',
    '/a b',
    '/a?b',
    '/a#b',
    '/%61',
    'http://h/a',
    '/<a>',
  ])('%p is refused', (text) => {
    expect(normaliseBasePath(text)).toBeUndefined();
  });
});
