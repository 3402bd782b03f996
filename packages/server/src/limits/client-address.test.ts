import { describe, expect, test } from 'bun:test';
import { addressGroup, clientAddress } from './client-address.ts';

const origin = (peer: string | undefined, headers: Record<string, string> = {}) => ({
  headers: new Headers(headers),
  peer,
});

describe('without a proxy that is trusted', () => {
  test('the address is the other end of the connection, whatever headers say', () => {
    const forged = { 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9' };
    expect(clientAddress(origin('203.0.113.7', forged), 0)).toBe('203.0.113.7');
  });

  test('IPv4 within IPv6 is IPv4, and nothing is nothing', () => {
    expect(clientAddress(origin('::ffff:203.0.113.7'), 0)).toBe('203.0.113.7');
    expect(clientAddress(origin('fe80::1%eth0'), 0)).toBe('fe80::1');
    expect(clientAddress(origin(undefined), 0)).toBeUndefined();
  });
});

describe('behind proxies that are trusted', () => {
  test.each([
    [1, { 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
    [1, { 'x-forwarded-for': '9.9.9.9, 203.0.113.7' }, '203.0.113.7'],
    [2, { 'x-forwarded-for': '9.9.9.9, 203.0.113.7, 10.0.0.2' }, '203.0.113.7'],
    [3, { 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
    [1, { 'x-forwarded-for': '203.0.113.7:4711' }, '203.0.113.7'],
    [1, { 'x-forwarded-for': '[2001:db8::1]:4711' }, '2001:db8::1'],
    [1, { forwarded: 'for=9.9.9.9, for="[2001:DB8::1]:80";proto=https' }, '2001:db8::1'],
    [1, { forwarded: 'proto=https;for=203.0.113.7' }, '203.0.113.7'],
    [1, { 'x-forwarded-for': '::FFFF:c633:6404' }, '198.51.100.4'],
    [1, { forwarded: 'for="[0:0:0:0:0:ffff:198.51.100.4]:80"' }, '198.51.100.4'],
    [1, { 'x-forwarded-for': '203.0.113.7, unknown' }, 'unknown'],
    [1, { 'x-forwarded-for': 'unix:' }, 'unknown'],
    [1, { forwarded: 'for=_hidden' }, 'unknown'],
    [1, {}, '10.0.0.1'],
  ])('%d of them, %j: %s', (hops, headers, expected) => {
    expect(clientAddress(origin('10.0.0.1', headers), hops)).toBe(expected);
  });
});

test('limits count a network of IPv6 as one, and an address of IPv4', () => {
  expect(addressGroup('203.0.113.7')).toBe('203.0.113.7');
  expect(addressGroup('2001:db8:0:1::5')).toBe('2001:db8:0:1::/64');
  expect(addressGroup('2001:0db8:0000:0001:aaaa::5')).toBe('2001:db8:0:1::/64');
  expect(addressGroup('2001:db8::5')).toBe('2001:db8:0:0::/64');
  expect(addressGroup('64:ff9b::192.0.2.1')).toBe('64:ff9b:0:0::/64');
});
