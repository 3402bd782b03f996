import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { feelingPushes, randomModel } from '@stepstream/detector/testing';
import { stepsPathFor, writeRecording, writeSteps } from '@stepstream/formats';
import { evaluateDetectors } from '../evaluate-detectors.ts';
import { inTurn, rest, walk } from '../evaluation/example-recordings.ts';
import { type AblationRow, ablate } from './ablate.ts';
import { ablationTable } from './ablation-table.ts';
import { VARIANTS } from './variants.ts';

let folder = '';
let dataFolder = '';
let rows: AblationRow[] = [];
const names: string[] = [];

/** A phone and a watch, and a model whose fold never saw the phone's person. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-ablate-'));
  dataFolder = join(folder, 'data');
  await mkdir(join(dataFolder, 'phones'), { recursive: true });
  await mkdir(join(dataFolder, 'watch'));
  await mkdir(join(folder, 'folds'));
  for (const number of [1, 2, 3, 4]) {
    const path = join(dataFolder, 'phones', `walker1_pixel_inhand_hard_${number}.csv.gz`);
    const { recording, truth } = inTurn(
      rest(4),
      walk({ seconds: 20, stepsPerSecond: 1.7 + number / 20 }),
    );
    await writeRecording(path, { ...recording, activity: null });
    await writeSteps(
      stepsPathFor(path),
      truth.map((timestamp) => ({ timestamp, foot: 'A' })),
    );
  }
  await writeRecording(join(dataFolder, 'watch', 'w1_sitting.csv.gz'), rest(60).recording);
  const model = { ...randomModel(), weights: feelingPushes(), delay: 0.2 };
  const fold = { ...model, provenance: { held_out: 'walker1' } };
  await writeFile(join(folder, 'model.safetensors'), serializeModel(model));
  await writeFile(join(folder, 'folds', '0.safetensors'), serializeModel(fold));
  rows = await ablate({
    dataFolder,
    trained: folder,
    onProgress: (what, _done, _total, name) => names.push(`${what} ${name}`),
  });
});
afterAll(() => rm(folder, { recursive: true }));

const rowOf = (label: RegExp): AblationRow | undefined => rows.find((row) => label.test(row.label));
const numberIn = (label: RegExp, key: string): number =>
  rowOf(label)?.headlines.find((one) => one.key === key)?.value ?? Number.NaN;

describe('ablate', () => {
  test('has a row for each variant, and tells how far it is', () => {
    expect(rows.map(({ label }) => label)).toEqual(VARIANTS.map(({ label }) => label));
    expect(names).toContain('recording scores w1_sitting');
    expect(names).toContain('deciding as published');
  });

  test('measures the published detector as the evaluation does', async () => {
    const { evaluation } = await evaluateDetectors({
      dataFolder,
      trained: folder,
      classic: false,
    });
    const { headlines } = evaluation.detectors[0]?.report ?? { headlines: [] };
    // Scores are recorded as single floats.
    const valuesOf = (own: typeof headlines) =>
      own.map(({ key, value }) => `${key} ${value?.toFixed(6)}`);
    expect(valuesOf(rows[0]?.headlines ?? [])).toEqual(valuesOf(headlines));
    expect(headlines.length).toBeGreaterThan(3);
  });

  test('a stream that is not finished lacks its last contacts', () => {
    const published = rowOf(/^as published/)?.missedAtCuts ?? Number.NaN;
    expect(rowOf(/finish/)?.missedAtCuts).toBeGreaterThan(published);
    expect(numberIn(/finish/, 'phones.mape')).toBeGreaterThanOrEqual(
      numberIn(/^as published/, 'phones.mape'),
    );
  });

  test('there are no cases beside these recordings', () => {
    expect(rows.map(({ cases }) => cases)).toEqual(rows.map(() => null));
  });

  test('the table has a number in each cell that was measured, and a dash in others', () => {
    const { header, rows: cells } = ablationTable(rows);
    const [published = []] = cells;
    expect(published[header.indexOf('phones, count')]).toMatch(/^\d+\.\d %$/);
    expect(published[header.indexOf('watch at rest')]).toBe('0.00');
    expect(published[header.indexOf('bus')]).toBe('–');
    expect(published.at(-1)).toMatch(/^\d\.\d\d$/);
  });
});
