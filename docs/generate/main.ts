import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { evaluateClassic } from '../../training/evaluate-classic.ts';
import { dataFolder } from '../../training/evaluation/data-folder.ts';
import { accuracyByGroup, accuracyTable } from './accuracy.ts';
import { picture } from './picture.ts';
import { writeSection } from './section.ts';
import { settingsTable } from './settings.ts';

/** `npm run docs`: writes the generated parts of the documents anew. */
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

await writeFile(path('docs/steps.svg'), picture());
let readme = writeSection(await readFile(path('README.md'), 'utf8'), 'settings', settingsTable());
const data = dataFolder(process.env);
if (existsSync(data)) {
  const report = await evaluateClassic(data);
  readme = writeSection(readme, 'accuracy', accuracyTable(report));
  readme = writeSection(readme, 'weaknesses', accuracyByGroup(report));
} else {
  console.warn(`No recordings in ${data}: the accuracy stays as it stands.`);
}
await writeFile(path('README.md'), readme);
