import { describe, expect, test } from 'bun:test';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { MULTIPLY_ADDS, PARAMETER_COUNT, RECEPTIVE_FIELD } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { evaluate } from '../evaluation/evaluate.ts';
import { reliabilityOf } from '../evaluation/reliability.ts';
import { measureSynthetic } from '../evaluation/synthetic-report.ts';
import { readTrainedModels, usualSelection } from '../evaluation/trained-models.ts';
import { modelCard } from './card.ts';
import { measureCosts } from './cost.ts';
import { LIMITS } from './limits.ts';
import { modelSection } from './model-section.ts';

const model = randomModel();

describe('modelCard', async () => {
  const report = await evaluate([], () => new StepDetector({ model: CLASSIC }), {
    detector: 'random-1, untrained',
  });
  const synthetic = await measureSynthetic('', () => new StepDetector({ model: CLASSIC }));
  const detector = { kind: 'trained' as const, id: model.id, report, robustness: null, synthetic };
  const evaluation = {
    detectors: [
      { ...detector, reliability: reliabilityOf([{ probability: 0.9, isContact: true }]) },
    ],
    differences: [],
  };
  const folds = [['person1', 'walker1'], ['person2']];
  const costs = [
    { id: 'random-1', secondsPerSample: 3e-6 },
    { id: 'classic-1', secondsPerSample: 1.5e-6 },
  ];
  const card = modelCard({ model, bytes: 20_000, folds, evaluation, costs, plots: ['purse'] });

  test('tells what the model is, by the numbers of the source', () => {
    expect(card).toStartWith('# random-1\n');
    for (const number of [PARAMETER_COUNT, MULTIPLY_ADDS, RECEPTIVE_FIELD, 20_000]) {
      expect(card).toContain(` ${number} `);
    }
    // 250 ms of delay, half a frame of smoothing, and a frame and a half.
    expect(card).toContain('290 ms from a contact');
  });

  test('tells how it was made, and without whom it was measured', () => {
    expect(card).toContain('- trained on: nothing');
    expect(card).toContain('fold 0 without person1, walker1');
  });

  test('tells what it costs, and that the machine matters', () => {
    expect(card).toContain('random-1: 3.00 µs a sample');
    expect(card).toContain('random-1 costs 2.0 times as much as classic-1');
    expect(card).toContain('on others it differs');
  });

  test('tells what it is not for, and shows its plots', () => {
    for (const limit of LIMITS) expect(card).toContain(limit);
    expect(card).toContain('](plots/purse.svg)');
  });

  test('has no empty sections and no numbers that do not exist', () => {
    expect(card).not.toMatch(/\n## [^\n]+\n\n## /);
    expect(card).not.toMatch(/NaN|undefined|null/);
    // Nothing was measured here.
    expect(card).not.toContain('treadmill');
  });
});

test('costs are measured', () => {
  const [cost] = measureCosts([new StepDetector({ model: CLASSIC }).model]);
  expect(cost?.id).toBe('classic-1');
  expect(cost?.secondsPerSample).toBeGreaterThan(1e-8);
  expect(cost?.secondsPerSample).toBeLessThan(1e-3);
});

const { trained } = usualSelection();
describe.skipIf(trained === null)("the published model's card (npm run card)", () => {
  const file = (name: string): string => join(trained ?? '', name);

  test('is of this model and of this source', async () => {
    const { published, bytes } = await readTrainedModels(trained ?? '');
    const card = readFileSync(file('card.md'), 'utf8');
    expect(card).toStartWith(`# ${published.id}\n`);
    expect(card).toContain(modelSection(published, bytes));
    for (const limit of LIMITS) expect(card).toContain(limit);
  });

  test('has its plots, none of them large', () => {
    const card = readFileSync(file('card.md'), 'utf8');
    const plots = [...card.matchAll(/\((plots\/\w+\.svg)\)/g)].map(([, name]) => name ?? '');
    expect(plots.length).toBeGreaterThan(5);
    for (const name of plots) expect(statSync(file(name)).size).toBeLessThan(60_000);
  });
});
