import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  ablate,
  ablationSection,
  accuracySection,
  dataFolder,
  evaluateDetectors,
  usualSelection,
} from '@stepstream/trainer';
import { accuracyByGroup } from './accuracy.ts';
import { clientOptionsTable } from './client-options.ts';
import { extendingSections } from './extending.ts';
import { licencesTable } from './licences.ts';
import { metricsTable } from './metrics.ts';
import { performanceSections } from './performance.ts';
import { picture } from './picture.ts';
import { protocolSections } from './protocol.ts';
import { writeSection } from './section.ts';
import { servedOpenApi } from './served-document.ts';
import { settingsTable } from './settings.ts';

/** `npm run docs`: writes the generated parts of the documents anew. */
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

let protocol = await readFile(path('docs/protocol.md'), 'utf8');
for (const [name, text] of protocolSections(await servedOpenApi()))
  protocol = writeSection(protocol, name, text);
await writeFile(path('docs/protocol.md'), protocol);

const licences = await readFile(path('docs/licences.md'), 'utf8');
await writeFile(path('docs/licences.md'), writeSection(licences, 'licences', licencesTable()));

let performance = await readFile(path('docs/performance.md'), 'utf8');
for (const [name, text] of performanceSections())
  performance = writeSection(performance, name, text);
await writeFile(path('docs/performance.md'), performance);

let extending = await readFile(path('docs/extending.md'), 'utf8');
for (const [name, text] of extendingSections()) extending = writeSection(extending, name, text);
await writeFile(path('docs/extending.md'), extending);

const configuration = await readFile(path('docs/configuration.md'), 'utf8');
await writeFile(
  path('docs/configuration.md'),
  writeSection(configuration, 'settings', settingsTable()),
);

const observability = await readFile(path('docs/observability.md'), 'utf8');
await writeFile(
  path('docs/observability.md'),
  writeSection(observability, 'metrics', await metricsTable()),
);
const sections = new Map<string, string>();
const data = dataFolder(process.env);
if (existsSync(data)) {
  const selection = usualSelection();
  const { evaluation } = await evaluateDetectors({ dataFolder: data, ...selection });
  sections.set('accuracy', accuracySection(evaluation));
  sections.set('weaknesses', accuracyByGroup(evaluation));
  if (selection.trained !== null) {
    const rows = await ablate({ dataFolder: data, trained: selection.trained });
    const architecture = await readFile(path('docs/architecture.md'), 'utf8');
    const written = writeSection(architecture, 'ablation', ablationSection(rows));
    await writeFile(path('docs/architecture.md'), written);
  }
} else {
  console.warn(`No recordings in ${data}: the accuracy stays as it stands.`);
}
await writeFile(path('docs/steps.svg'), picture());
const guide = await readFile(path('docs/client.md'), 'utf8');
await writeFile(
  path('docs/client.md'),
  writeSection(guide, 'client-options', clientOptionsTable()),
);
// Read late: measuring takes a while, and somebody may be writing in the meantime.
let readme = await readFile(path('README.md'), 'utf8');
for (const [name, text] of sections) readme = writeSection(readme, name, text);
await writeFile(path('README.md'), readme);
