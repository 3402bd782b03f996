import { expect, test } from 'bun:test';
import { difference, fixed, inUnit, milliseconds, percent, rate, share, signed } from './cells.ts';

test('numbers are written in their units', () => {
  expect(inUnit(0.9731, 'f1')).toBe('.973');
  expect(inUnit(0.0152, 'percent')).toBe('1.5 %');
  expect(inUnit(2.345, 'per_minute')).toBe('2.35');
  expect(inUnit(0.0951, 'milliseconds')).toBe('95 ms');
});

test('a whole share keeps its one', () => {
  expect(share(1)).toBe('1.000');
  expect(share(0)).toBe('.000');
});

test('too many is marked with a plus', () => {
  expect(signed(0.02)).toBe('+2.0 %');
  expect(signed(-0.02)).toBe('-2.0 %');
});

test('numbers that do not exist are dashes', () => {
  expect(fixed(null, 2)).toBe('–');
  expect(share(null)).toBe('–');
  expect(percent(null)).toBe('–');
  expect(signed(null)).toBe('–');
  expect(milliseconds(null)).toBe('–');
  expect(rate({ steps: 0, minutes: 0, perMinute: null })).toBe('–');
});

test('differences have a sign, and shares no percent', () => {
  expect(difference(-0.0031, 'percent')).toBe('−0.3');
  expect(difference(0.012, 'f1')).toBe('+.012');
  expect(difference(-0.0001, 'f1')).toBe('.000');
  expect(difference(-0.2, 'milliseconds')).toBe('−200 ms');
  expect(difference(null, 'f1')).toBe('–');
});
