import { afterAll, afterEach, describe, expect, spyOn, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { stepsPathFor, writeRecording, writeSteps } from '@stepstream/formats';
import { Command } from 'commander';
import { UsageError } from 'stepstream/terminal';
import { rest, walk } from '../evaluation/example-recordings.ts';
import { registerEvaluate } from './evaluate.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-cli-evaluate-'));
  folders.push(folder);
  return folder;
}

/** One phone and one watch recording. */
async function dataFolder(): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'phones'));
  await mkdir(join(folder, 'watch'));
  const path = join(folder, 'phones', 'walker1_pixel_inhand_hard_1.csv.gz');
  const { recording, truth } = walk({ seconds: 30, stepsPerSecond: 1.8 });
  await writeRecording(path, recording);
  await writeSteps(
    stepsPathFor(path),
    truth.map((timestamp) => ({ timestamp, foot: 'A' })),
  );
  await writeRecording(join(folder, 'watch', 'w1_sitting.csv.gz'), rest(60).recording);
  return folder;
}

/** An untrained model, and a fold without the phone's person. */
async function modelFolder(): Promise<string> {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'folds'));
  const fold = randomModel({ provenance: { held_out: 'walker1' } });
  await writeFile(join(folder, 'model.safetensors'), serializeModel(randomModel()));
  await writeFile(join(folder, 'folds', '0.safetensors'), serializeModel(fold));
  return folder;
}

describe('evaluate', () => {
  const log = spyOn(console, 'log').mockImplementation(() => {});
  afterEach(() => log.mockClear());
  afterAll(() => log.mockRestore());

  async function run(...options: string[]): Promise<string> {
    const program = new Command().exitOverride();
    registerEvaluate(program);
    await program.parseAsync(['evaluate', ...options], { from: 'user' });
    return log.mock.calls.flat().join('\n');
  }

  test('prints tables of the sets that are there and writes everything as JSON', async () => {
    const json = join(await emptyFolder(), 'results.json');
    const output = await run('--data', await dataFolder(), '--model', 'classic', '--json', json);
    expect(output).toContain('2 recordings of 2 people');
    expect(output).toMatch(/count error, phones +\d+\.\d %/);
    expect(output).toMatch(/^inhand /m);
    expect(output).toMatch(/^w1 +0\.00/m);
    expect(output).not.toContain('Hand-held');
    expect(output).toContain(`All results: ${json}`);
    const { detectors, differences } = await Bun.file(json).json();
    expect(differences).toEqual([]);
    expect(detectors).toHaveLength(1);
    expect(detectors[0]).toMatchObject({ kind: 'classic', robustness: null });
    expect(detectors[0].report).toMatchObject({ recordings: 2, handheld: null });
    expect(detectors[0].report.phones.recordings[0].truth).toBe(54);
  });

  test('measures a trained model beside the classical, and writes its card and plots', async () => {
    const folder = await modelFolder();
    const json = join(folder, 'results.json');
    const output = await run('--data', await dataFolder(), '--card', folder, '--json', json);
    expect(output).toMatch(/^number +random-1 +95 % +classic-1 +95 % +difference/m);
    expect(output).toContain('random-1: degraded recordings');
    expect(output).toContain('classic-1: degraded recordings');
    expect(output).toContain('classic-1: things that are not walks');
    expect(output).toMatch(/The demo walk: \d+ of 43\./);
    const { detectors } = await Bun.file(json).json();
    expect(detectors.map(({ id }: { id: string }) => id)).toEqual(['random-1', 'classic-1']);
    const card = await Bun.file(join(folder, 'card.md')).text();
    expect(card).toContain('# random-1');
    expect(card).toContain('(plots/inhand.svg)');
    expect(card).toContain('(failures.md)');
    const failures = await Bun.file(join(folder, 'failures.md')).text();
    expect(failures).toContain('# Where random-1 fails');
    const named = [...failures.matchAll(/\((plots\/failures\/[\w.-]+\.svg)\)/g)];
    expect(named.length).toBeGreaterThan(0);
    for (const [, name = ''] of named) {
      expect(await Bun.file(join(folder, name)).text()).toContain('</svg>');
    }
    expect(card).toContain('random-1: synthetic walks at the corners');
    expect(await Bun.file(join(folder, 'plots', 'inhand.svg')).text()).toContain('</svg>');
  });

  test('measures people by the network that knows them, if that is asked', async () => {
    const json = join(await emptyFolder(), 'known.json');
    const [data, model] = [await dataFolder(), await modelFolder()];
    const about = async (...options: string[]) => {
      await run('--data', data, '--model', model, '--json', json, ...options);
      return (await Bun.file(json).json()).detectors[0].report.detector;
    };
    expect(await about()).toContain('without the person');
    expect(await about('--known-people')).toContain('which may know the person');
    await expect(run('--known-people', '--card', model)).rejects.toThrow('--card');
  });

  test('draws where a detector is at its worst', async () => {
    const folder = await emptyFolder();
    const plots = join(folder, 'plots');
    const data = await dataFolder();
    // A step that the reference has and nobody made.
    const steps = stepsPathFor(join(data, 'phones', 'walker1_pixel_inhand_hard_1.csv.gz'));
    await Bun.write(steps, `${await Bun.file(steps).text()}29.95,A\n`);
    const options = ['--data', data, '--model', 'classic', '--json', join(folder, 'e.json')];
    expect(await run(...options, '--failures', plots, '--worst', '1')).toContain(`1 in ${plots}`);
    const svg = Bun.file(join(plots, 'classic-1.phones.walker1_pixel_inhand_hard_1.svg'));
    expect(await svg.text()).toContain('missed');
  });

  test('a model that is not there, or damaged, is named', async () => {
    const data = await dataFolder();
    await expect(run('--data', data, '--model', 'none-1')).rejects.toThrow(/no model.safetensors/);
    const folder = await modelFolder();
    await Bun.write(join(folder, 'model.safetensors'), 'nonsense');
    const attempt = run('--data', data, '--model', folder);
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
    await expect(attempt).rejects.toThrow(/model.safetensors: This is no model file/);
  });

  test('says what is expected where there are no recordings', async () => {
    const missing = join(await emptyFolder(), 'none');
    const attempt = run('--data', missing);
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
    await expect(attempt).rejects.toThrow(/no data folder .*none[\s\S]*handheld\/[\s\S]*watch\//);
  });

  test('names a recording that can not be read', async () => {
    const data = await dataFolder();
    await Bun.write(join(data, 'watch', 'w2_sitting.csv.gz'), 'time\n1\n');
    const attempt = run('--data', data);
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
    await expect(attempt).rejects.toThrow('w2_sitting.csv.gz');
  });

  test('says so when the results can not be written', async () => {
    const file = join(await emptyFolder(), 'no', 'such', 'folder.json');
    const attempt = run('--data', await dataFolder(), '--json', file);
    await expect(attempt).rejects.toThrow("can't write the results");
  });
});
