import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from './evaluation/load.ts';

/** What measures: the evaluation, and what each rule of the decision is worth. */
const PROGRAMS = ['./evaluate-detectors.ts', './ablation/ablate.ts', './card/accuracy-section.ts'];
const READERS = '@stepstream/formats';

/**
 * A digest of all that a measurement depends on: the program with everything it imports, the weights and the
 * recordings. The detector gives the same bits everywhere, so equal digests mean equal figures, and what was
 * measured once need not be measured again. Comments and formatting are no part of it. Takes two seconds.
 *
 * @param dataFolder the recordings
 * @param modelFolder the trained model with its folds; null measures the classical detector alone
 * @throws when the program does not compile, or a folder can't be read
 */
export async function measurementInputs(
  dataFolder: string,
  modelFolder: string | null,
): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await programText());
  if (modelFolder !== null) await addFolder(hash, modelFolder);
  await addFolder(hash, dataFolder);
  return hash.digest('hex');
}

/**
 * The same, with what is read of the recordings in place of the readers and the files: equal where the readers of
 * recordings have changed, and read these as before. Takes ten seconds and more.
 *
 * @throws as {@link measurementInputs}, and what reading throws
 */
export async function measurementReadings(
  dataFolder: string,
  modelFolder: string | null,
): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await programText([READERS]));
  if (modelFolder !== null) await addFolder(hash, modelFolder);
  for (const one of await loadAll(dataFolder)) {
    const { times, accel, gyro, activity } = await one.recording();
    const known = [await one.truth(), await one.cleanTruth?.()];
    const unknown = [await one.mask?.(), await one.doubtful?.()];
    hash.update(JSON.stringify([one.meta.set, one.meta.name, one.meta.person, known, unknown]));
    for (const values of [times, accel, gyro]) if (values) hash.update(values);
    hash.update(JSON.stringify(activity));
  }
  return hash.digest('hex');
}

async function programText(external: string[] = []): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: PROGRAMS.map((name) => fileURLToPath(new URL(name, import.meta.url))),
    target: 'bun',
    minify: true,
    external,
  });
  const texts = await Promise.all(outputs.map((output) => output.text()));
  return texts.join('\n');
}

/** Adds the names and bytes of what is measured: weights and recordings, not the pages about them. */
async function addFolder(hash: Hash, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !/\.(md|svg)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  for (const path of paths) {
    hash.update(path.slice(folder.length));
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Uint8Array);
    }
  }
}
