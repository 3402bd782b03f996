import { expect, test } from 'bun:test';
import { networkModel } from '@stepstream/detector/internals';
import { feelingPushes, randomModel } from '@stepstream/detector/testing';
import { walk } from '../evaluation/example-recordings.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { variantOf } from './ablate.ts';
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

test('without smoothing, a contact is where the probability is largest', () => {
  const scorer = find(/smoothed/)
    .change?.(model)
    .createScorer();
  const usual = model.createScorer();
  const { accel } = walk({ seconds: 10, stepsPerSecond: 1.8 }).recording;
  let differs = 0;
  for (let i = 0; i < accel.length; i += 3) {
    const [x, y, z] = [Number(accel[i]), Number(accel[i + 1]), Number(accel[i + 2])];
    scorer?.next(x, y, z);
    usual.next(x, y, z);
    expect(scorer?.salience).toBe(scorer?.logit as number);
    expect(scorer?.logit).toBe(usual.logit);
    expect(scorer?.hindsight).toBe(usual.hindsight);
    expect(scorer?.fresh).toBe(usual.fresh);
    if (usual.salience !== usual.logit) differs++;
  }
  expect(differs).toBeGreaterThan(100);
});

test('a variant that does not finish has nothing to finish with', () => {
  expect(variantOf(model, find(/finish/)).finish).toBeUndefined();
  let lost = 0;
  for (const seconds of [10, 10.1, 10.2, 10.3, 10.4, 10.5]) {
    const { recording } = walk({ seconds, stepsPerSecond: 1.8 });
    const cut = runDetector(variantOf(model, find(/finish/)), recording).length;
    lost += runDetector(variantOf(model, { label: '' }), recording).length - cut;
  }
  expect(lost).toBeGreaterThan(0);
});
