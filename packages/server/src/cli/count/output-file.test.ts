import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOutputs, writeOutput } from './output-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-output-'));
  await writeFile(at('walk.csv'), 'time,x,y,z\n');
  await link(at('walk.csv'), at('hard.html'));
  await symlink(at('walk.csv'), at('soft.html'));
  await writeFile(at('notes.html'), '<!doctype html><p>mine');
  await writeFile(at('empty.html'), '');
  await mkdir(at('folder'));
});
afterAll(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const report = (path: string) => ({ option: '--report', path, example: 'report.html' });
const check = (path: string) => checkOutputs([report(path)], [at('walk.csv')]);

describe('an output', () => {
  test('is never a recording that is read, by whatever name', async () => {
    for (const name of ['walk.csv', 'folder/../walk.csv', 'hard.html', 'soft.html']) {
      await expect(check(join(folder, name))).rejects.toThrow('that is a recording to count');
    }
  });

  test('is never a file that somebody else wrote, whatever it is called', async () => {
    await writeFile(at('other.csv'), 'time,x,y,z\n');
    for (const name of ['other.csv', 'notes.html']) {
      await expect(check(at(name))).rejects.toThrow(
        /has not written it\. Give .*--report report\.html/,
      );
    }
    expect(await readFile(at('notes.html'), 'utf8')).toBe('<!doctype html><p>mine');
  });

  test('may be a new or an empty file, a device, or what was written before', async () => {
    await check(at('new.html'));
    await check(at('empty.html'));
    await check('/dev/null');
    for (const text of ['<!doctype html>\n<html lang="en">', '<svg xmlns="x">\n</svg>']) {
      await writeOutput(at('again.html'), text);
      await check(at('again.html'));
      const written = await readFile(at('again.html'), 'utf8');
      expect(written.slice(0, 4)).toBe(text.slice(0, 4));
    }
  });

  test('is neither a folder, nor in one that is not there, nor that of another option', async () => {
    await expect(check(at('folder'))).rejects.toThrow('that is a folder');
    await expect(check(at('none/report.html'))).rejects.toThrow('there is no folder');
    const plot = { option: '--plot', path: at('./new.html'), example: 'walk.svg' };
    const both = checkOutputs([report(at('new.html')), plot], []);
    await expect(both).rejects.toThrow('another option names the same file');
  });
});
