import { expect, test } from 'bun:test';
import { packOperations } from './pack-operations.ts';

const operation = (name: 'compare' | 'unlink', ...values: (string | number | Uint8Array)[]) => ({
  name,
  key: 'k',
  values,
});

test('operations are packed one after the other, each value with its length', () => {
  const packed = packOperations([operation('compare', 7, 'ä'), operation('unlink')]);
  expect([...packed]).toEqual([
    ...[7, ...Buffer.from('compare'), 2, 0, 0, 0],
    ...[1, 0, 0, 0, ...Buffer.from('7')],
    ...[2, 0, 0, 0, ...Buffer.from('ä')],
    ...[6, ...Buffer.from('unlink'), 0, 0, 0, 0],
  ]);
});

test('memory that was used before is used again, where it is large enough', () => {
  const first = packOperations([operation('compare', new Uint8Array(100))]);
  const second = packOperations([operation('compare', 1)], first.buffer);
  expect(second.buffer).toBe(first.buffer);
  expect(String(second)).toBe(String(packOperations([operation('compare', 1)])));
  const third = packOperations([operation('compare', new Uint8Array(200))], second.buffer);
  expect(third.buffer).not.toBe(second.buffer);
});

test('the largest texts and numbers have room', () => {
  const values = ['€'.repeat(50), -2.2250738585072014e-308, Number.MAX_VALUE];
  const packed = packOperations([operation('compare', ...values)]);
  for (const value of values) expect(String(packed)).toContain(String(value));
});
