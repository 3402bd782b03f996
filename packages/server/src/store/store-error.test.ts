import { describe, expect, test } from 'bun:test';
import { postgresError } from './postgres/errors.ts';
import { redisError } from './redis/errors.ts';
import { sqliteError } from './sqlite/errors.ts';
import { StoreError } from './store-error.ts';

const withFields = (fields: object) => Object.assign(new Error('it said so'), fields);

test('an error is one line that names the store, tells what was said, and what to do', () => {
  const { message, name, code } = new StoreError('store_full', 'sqlite:/x.db', 'no\n  space ');
  expect(message).toBe(
    'the store sqlite:/x.db has no room left (no space): free some space; a running server then writes what waits',
  );
  expect({ name, code }).toEqual({ name: 'StoreError', code: 'store_full' });
});

describe('what SQLite says is told as', () => {
  test.each([
    [{ errno: 13 }, 'store_full'],
    [{ errcode: 13 }, 'store_full'],
    [{ errno: 8 | (6 << 8) }, 'store_read_only'],
    [{ errno: 10 | (3 << 8), code: 'SQLITE_IOERR_WRITE' }, 'store_failed'],
    [{ errno: 11 }, 'store_corrupt'],
    [{ errno: 26 }, 'store_corrupt'],
    [{ errno: 5 | (2 << 8) }, 'store_busy'],
    [{ errno: -28, code: 'ENOSPC' }, 'store_full'],
    [{ errno: -13, code: 'EACCES' }, 'store_read_only'],
    [{}, 'store_failed'],
  ])('%p: %s', (fields, code) => {
    expect(sqliteError(withFields(fields), 'x')).toMatchObject({ code });
  });
});

describe('what PostgreSQL or its client says is told as', () => {
  test.each([
    ['28P01', 'store_authentication_failed'],
    ['53100', 'store_full'],
    ['53300', 'store_unreachable'],
    ['57P03', 'store_unreachable'],
    ['08006', 'store_unreachable'],
    ['XX001', 'store_corrupt'],
    ['42P01', 'store_failed'],
    ['ECONNREFUSED', 'store_unreachable'],
    ['EPIPE', 'store_unreachable'],
    [undefined, 'store_unreachable'],
  ])('%p: %s', (said, code) => {
    expect(postgresError(withFields({ code: said }), 'x')).toMatchObject({ code });
  });

  test('the first of several errors, where each address of a host was tried', () => {
    const both = new AggregateError([withFields({ code: 'ECONNREFUSED' }), new Error('other')]);
    expect(postgresError(both, 'x').message).toContain('(it said so)');
  });
});

describe('what Redis or its client says is told as', () => {
  test.each([
    ['ReplyError', 'WRONGPASS invalid username-password pair', 'store_authentication_failed'],
    ['ReplyError', 'OOM command not allowed', 'store_full'],
    ['ReplyError', 'MISCONF Errors writing to the AOF file', 'store_full'],
    ['ReplyError', "READONLY You can't write against a read only replica.", 'store_read_only'],
    ['ReplyError', 'LOADING Redis is loading the dataset in memory', 'store_unreachable'],
    ['ReplyError', 'ERR something else', 'store_failed'],
    ['Error', 'Connection is closed.', 'store_unreachable'],
  ])('%s %s: %s', (name, message, code) => {
    const error = Object.assign(new Error(message), { name, command: { args: ['a-secret'] } });
    const told = redisError(error, 'x');
    expect(told).toMatchObject({ code });
    expect(Bun.inspect(told)).not.toContain('a-secret');
  });
});
