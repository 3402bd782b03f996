import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What measures: the evaluation, and what each rule of the decision is worth. */
const PROGRAMS = ['./evaluate-detectors.ts', './ablation/ablate.ts', './card/accuracy-section.ts'];

/**
 * A digest of all that a measurement depends on: the program with everything it imports, the weights and the
 * recordings. The detector gives the same bits everywhere, so equal digests mean equal figures, and what was
 * measured once need not be measured again. Comments and formatting are no part of it.
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
  for (const folder of [modelFolder, dataFolder]) {
    if (folder !== null) await addFolder(hash, folder);
  }
  return hash.digest('hex');
}

async function programText(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: PROGRAMS.map((name) => fileURLToPath(new URL(name, import.meta.url))),
    target: 'bun',
    minify: true,
  });
  const texts = await Promise.all(outputs.map((output) => output.text()));
  return texts.join('\n');
}

/** Adds the names and bytes of what is measured: weights and recordings, not the pages about them. */
async function addFolder(hash: ReturnType<typeof createHash>, folder: string): Promise<void> {
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
