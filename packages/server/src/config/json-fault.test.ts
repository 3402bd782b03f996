import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { findJsonFault } from './json-fault.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('whatever is JSON has no fault', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
      expect(findJsonFault(JSON.stringify(JSON.parse(text), null, indent))).toBeUndefined();
    }),
  );
});

test('whatever is spoilt has one, where JSON.parse refuses it, and nowhere else', () => {
  const sign = fc.constantFrom(...'{}[],:"\\ \n\t0123.-+eEtrufalsn\u0000é\u0085');
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.nat(3), sign, (text, place, cut, put) => {
      const at = place % (text.length + 1);
      const spoilt = text.slice(0, at) + put + text.slice(at + cut);
      const fault = findJsonFault(spoilt);
      if (fault?.reason.endsWith('is there twice; write it once')) return;
      expect({ spoilt, isJson: fault === undefined }).toEqual({ spoilt, isJson: isJson(spoilt) });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['{\n  "port": 8000\n  "host": "::1"\n}', 3, 3, 'a comma or } is expected here'],
  ['{\n  "port": 8000,\n}', 3, 1, 'a key is expected here, in double quotes'],
  ["{'port': 8000}", 1, 2, 'a key is expected here, in double quotes'],
  ['{"port" 8000}', 1, 9, 'a colon is expected here'],
  ['{"port": }', 1, 10, 'a value is expected here'],
  ['{"host": "a\nb"}', 1, 10, 'this text does not end, or a sign in it is not escaped'],
  ['{}\n{}', 2, 1, 'nothing more is expected here'],
  ['', 1, 1, 'a value is expected here'],
  ['{"port": 1,\n "port": 2}', 2, 2, 'port is there twice; write it once'],
])('%p is refused at its place', (text, line, column, reason) => {
  expect(findJsonFault(text)).toEqual({ line, column, reason });
});
