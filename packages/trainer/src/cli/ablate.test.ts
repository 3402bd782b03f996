import { afterAll, beforeAll, describe, expect, spyOn, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { writeRecording } from '@stepstream/formats';
import { Command } from 'commander';
import { UsageError } from 'stepstream/terminal';
import { VARIANTS } from '../ablation/variants.ts';
import { rest } from '../evaluation/example-recordings.ts';
import { registerAblate } from './ablate.ts';

describe('ablate', () => {
  let folder = '';
  const log = spyOn(console, 'log').mockImplementation(() => {});
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepstream-cli-ablate-'));
    await mkdir(join(folder, 'data', 'watch'), { recursive: true });
    const { recording } = rest(60);
    await writeRecording(join(folder, 'data', 'watch', 'w1_sitting.csv.gz'), recording);
    await writeFile(join(folder, 'model.safetensors'), serializeModel(randomModel()));
  });
  afterAll(async () => {
    log.mockRestore();
    await rm(folder, { recursive: true });
  });

  async function run(...options: string[]): Promise<string> {
    log.mockClear();
    const program = new Command().exitOverride();
    registerAblate(program);
    await program.parseAsync(['ablate', ...options], { from: 'user' });
    return log.mock.calls.flat().join('\n');
  }

  test('prints a row for each change', async () => {
    const output = await run('--data', join(folder, 'data'), '--model', folder);
    expect(output).toMatch(/^changed +phones, count/m);
    for (const { label } of VARIANTS) expect(output).toContain(`\n${label} `);
    expect(output).toContain('missed at a cut: ');
  });

  test('names what is missing', async () => {
    const data = join(folder, 'data');
    await expect(run('--data', join(folder, 'none'), '--model', folder)).rejects.toThrow(
      /no data folder/,
    );
    const attempt = run('--data', data, '--model', 'none-1');
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
    await expect(attempt).rejects.toThrow(/no model.safetensors/);
  });
});
