import { describe, expect, test } from 'bun:test';
import type { PhonesFile } from './datasets.ts';
import { walk } from './example-recordings.ts';
import type { LazyRecording } from './load.ts';
import { measureReliability, reliabilityOf } from './reliability.ts';

describe('reliabilityOf', () => {
  const contact = (probability: number, isContact: boolean) => ({ probability, isContact });

  test('compares the mean probability of a bin with the share of contacts in it', () => {
    const { bins } = reliabilityOf([contact(0.82, true), contact(0.88, false), contact(1, true)]);
    expect(bins).toHaveLength(10);
    expect(bins[8]).toMatchObject({ from: 0.8, contacts: 2, observed: 0.5 });
    expect(bins[8]?.predicted).toBeCloseTo(0.85, 9);
    expect(bins[9]).toMatchObject({ contacts: 1, observed: 1 });
    expect(bins[0]).toMatchObject({ contacts: 0, predicted: null, observed: null });
  });

  test('the expected error weighs each bin by its contacts', () => {
    const sure = Array.from({ length: 3 }, () => contact(0.95, true));
    const { expectedError } = reliabilityOf([...sure, contact(0.55, false)]);
    expect(expectedError).toBeCloseTo((3 * 0.05 + 0.55) / 4, 9);
  });

  test('nothing has no error', () => {
    expect(reliabilityOf([]).expectedError).toBeNull();
  });
});

test('each contact is judged by itself, after the constant offset', async () => {
  const { recording, truth } = walk({ seconds: 20, stepsPerSecond: 1.8 });
  const meta: PhonesFile = {
    set: 'phones',
    name: 'walker1_pixel_inhand_hard_1',
    path: '',
    person: 'walker1',
    phone: 'pixel',
    placement: 'inhand',
    surface: 'hard',
    number: 1,
  };
  const lazy: LazyRecording = { meta, recording: async () => recording, truth: async () => truth };
  const asked: unknown[] = [];
  const { contacts, expectedError } = await measureReliability([lazy], (person, options) => {
    asked.push([person, options]);
    const left = truth.map((time) => ({ timestamp: time + 0.15, confidence: 0.9 }));
    left.push({ timestamp: 19.9, confidence: 0.9 });
    return { push: (time) => (time > 19.95 ? left.splice(0) : []) };
  });
  expect(asked).toEqual([['walker1', { confirmAfter: 1 }]]);
  expect(contacts).toBe(truth.length + 1);
  expect(expectedError).toBeCloseTo(Math.abs(0.9 - truth.length / (truth.length + 1)), 9);
});
