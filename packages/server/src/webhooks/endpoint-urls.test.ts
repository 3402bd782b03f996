import { expect, test } from 'bun:test';
import { isReadableOnItsWay, readEndpointUrls } from './endpoint-urls.ts';

test('addresses are read from a list, each as a URL writes it', () => {
  const list = ' https://A.example/x?y=1,http://localhost:9000,, http://[::1]/ ';
  expect(readEndpointUrls(list)).toEqual([
    'https://a.example/x?y=1',
    'http://localhost:9000/',
    'http://[::1]/',
  ]);
  expect(readEndpointUrls('')).toEqual([]);
});

test.each([
  'a.example',
  '/hook',
  'ftp://a.example/',
  'javascript:alert(1)',
  'https://ann:secret@a.example/',
  'https://a.example/#x',
  'https://a.example, nonsense',
])('%p is no address of an endpoint', (list) => expect(readEndpointUrls(list)).toBeUndefined());

test.each([
  ['https://a.example/', false],
  ['http://localhost/', false],
  ['http://127.0.0.1:9000/', false],
  ['http://[::1]/', false],
  ['http://a.example/', true],
  ['http://192.168.1.2/', true],
  ['http://127.0.0.1.example/', true],
])('what goes to %p can be read on its way: %p', (url, expected) => {
  expect(isReadableOnItsWay(url)).toBe(expected);
});
