import { expect, test } from 'bun:test';
import { isLoopbackAddress, plainAddress } from './ip-address.ts';

test.each([
  ['198.51.100.4', '198.51.100.4'],
  ['::ffff:198.51.100.4', '198.51.100.4'],
  ['::ffff:c633:6404', '198.51.100.4'],
  ['::FFFF:C633:6404', '198.51.100.4'],
  ['0:0:0:0:0:ffff:c633:6404', '198.51.100.4'],
  ['::ffff:0:0', '0.0.0.0'],
  ['2001:0DB8::0001%eth0', '2001:db8::1'],
  ['::1:ffff:c633:6404', '::1:ffff:c633:6404'],
])('%s is %s', (written, plain) => {
  expect(plainAddress(written)).toBe(plain);
});

test.each([
  '',
  'unknown',
  '_hidden',
  'unix:',
  '1.2.3',
  '0x7f.1',
  '127.1',
  '2130706433',
  '::1]',
  '::1 ',
])('%j is no address', (text) => {
  expect(plainAddress(text)).toBeUndefined();
});

test('this machine is told apart, in whichever form it is written', () => {
  const own = [
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ];
  expect(own.filter((address) => !isLoopbackAddress(address))).toEqual([]);
  const others = ['10.0.0.1', '::2', '1.127.0.0', '::7f00:1', '127.evil.example', undefined];
  expect(others.filter(isLoopbackAddress)).toEqual([]);
});
