import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { refusedValue, shownValue } from './shown-value.ts';

test.each([
  ['adminToken', 'a-secret-of-some-kind', '***'],
  ['adminToken', '', 'none'],
  ['port', 8000, '8000'],
  ['lan', false, 'false'],
  ['store', 'sqlite:/var/lib/steps.db', 'sqlite:/var/lib/steps.db'],
  [
    'store',
    'postgres://me:p,a@s:s@db:5432/steps?sslmode=require',
    'postgres://me:***@db:5432/steps?***',
  ],
  ['store', 'redis://:secret@cache/0', 'redis://:***@cache/0'],
  [
    'cluster',
    'rediss+sentinel://me:x@one:26379,two:26379/main/0?sentinel_password=y',
    'rediss+sentinel://me:***@one:26379,two:26379/main/0?***',
  ],
  ['historyStore', 'postgres://me@db/steps', 'postgres://me@db/steps'],
  [
    'webhookUrl',
    'https://a.example/x/y?key=1,https://b.example/',
    'https://a.example/***,https://b.example',
  ],
  ['allowedOrigins', 'https://a.example', 'https://a.example'],
] as const)('of %s %p people see %p', (name, value, shown) => {
  expect(shownValue(name, value)).toBe(shown);
});

test('a password is never shown, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (tail) => {
      const url = `postgres://me:PASSWORD${encodeURIComponent(tail)}@db/steps`;
      expect(shownValue('store', url)).toBe('postgres://me:***@db/steps');
    }),
  );
});

test('a value that was refused is shown without what may be a login in it, and cut', () => {
  expect(refusedValue('port', 'x')).toBe('="x"');
  expect(refusedValue('adminToken', 'x')).toBe('');
  expect(refusedValue('store', 'redis://ann:secret@host')).toBe('');
  expect(refusedValue('authJwks', 'https://ann:secret@host/keys?key=secret')).toBe(
    '="https://***@host/keys?***"',
  );
  expect(refusedValue('allowedOrigins', ['https://a:secret@one', 'https://b@two'])).toBe(
    '=["https://***@one","https://***@two"]',
  );
  expect(refusedValue('model', 'm'.repeat(1000)).length).toBeLessThan(210);
  expect(shownValue('authJwks', 'https://host/keys?key=secret')).toBe('https://host/keys?***');
});
