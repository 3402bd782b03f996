import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dataFolder } from '../evaluation/data-folder.ts';
import { DatasetError } from '../evaluation/datasets.ts';
import { loadAll } from '../evaluation/load.ts';
import { learn } from './examples.ts';
import { fitClassic } from './fit.ts';

/** `npm run fit:classic`: fits the classical detector on all recordings and writes its parameters. */
const target = fileURLToPath(
  new URL('../../../detector/src/classic/parameters.ts', import.meta.url),
);
const lessons = await loadAll(dataFolder(process.env))
  .then(learn)
  .catch((error: unknown) => {
    if (!(error instanceof DatasetError)) throw error;
    console.error(`fit:classic: ${error.message}`);
    process.exit(2);
  });
const { delay, weights } = fitClassic(lessons);
const source = `import type { ClassicParameters } from './classic-parameters.ts';

/** Written by \`npm run fit:classic\`, from all recordings with known steps or known rest. */
export const PARAMETERS: ClassicParameters = {
  delay: ${delay},
  weights: [${weights.join(', ')}],
};
`;
await writeFile(target, source);
const examples = lessons.reduce((sum, lesson) => sum + lesson.examples.length, 0);
console.log(`Fitted on ${examples} peaks of ${lessons.length} recordings: ${target}`);
