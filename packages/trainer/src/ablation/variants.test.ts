import { expect, test } from 'bun:test';
import { networkModel } from '@stepstream/detector/internals';
import { feelingPushes, randomModel } from '@stepstream/detector/testing';
import { VARIANTS } from './variants.ts';

const model = networkModel({ ...randomModel(), weights: feelingPushes(), delay: 0.2 });

function find(label: RegExp) {
  const variant = VARIANTS.find((one) => label.test(one.label));
  if (!variant) throw new Error(`No variant is called ${label}.`);
  return variant;
}

test('the first variant is the model as it is, and no two are called the same', () => {
  expect(VARIANTS[0]).toEqual({ label: 'as published' });
  expect(new Set(VARIANTS.map(({ label }) => label)).size).toBe(VARIANTS.length);
});

test('each other variant changes one thing, and leaves the model itself as it was', () => {
  const before = { ...model };
  for (const { change, confirmAfter, finishes } of VARIANTS.slice(1)) {
    const changed = change?.(model) ?? model;
    const keys = (Object.keys(model) as (keyof typeof model)[]).filter(
      (key) => changed[key] !== model[key],
    );
    const others = [confirmAfter, finishes].filter((option) => option !== undefined);
    expect(keys.length + others.length).toBe(1);
  }
  expect({ ...model }).toEqual(before);
});

test('bounds are moved as told', () => {
  const { threshold } = model;
  expect(find(/contact −0.1/).change?.(model).threshold).toBeCloseTo(threshold - 0.1, 9);
  expect(find(/contact \+0.1/).change?.(model).threshold).toBeCloseTo(threshold + 0.1, 9);
});
