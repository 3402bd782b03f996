import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  ablate,
  ablationSection,
  accuracySection,
  dataFolder,
  evaluateDetectors,
  measurementInputs,
  measurementReadings,
  usualSelection,
} from '@stepstream/trainer';
import { accuracyByGroup } from './accuracy.ts';
import { peopleTable } from './accuracy-people.ts';
import { accuracySummary } from './accuracy-summary.ts';
import { changelog } from './changelog.ts';
import { clientOptionsTable } from './client-options.ts';
import { classicalComparison } from './comparison.ts';
import { extendingSections } from './extending.ts';
import { licencesTable } from './licences.ts';
import { MEASURED_FILE, type Measured, resultsDigest } from './measured.ts';
import { metricsTable } from './metrics.ts';
import { performanceSections } from './performance.ts';
import { picture } from './picture.ts';
import { protocolSections } from './protocol.ts';
import { readSection, writeSection } from './section.ts';
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
const data = dataFolder(process.env);
const selection = usualSelection();
if (!existsSync(data)) {
  console.warn(`No recordings in ${data}: the accuracy stays as it stands.`);
} else {
  const inputs = await measurementInputs(data, selection.trained);
  const last: Measured = JSON.parse(await readFile(MEASURED_FILE, 'utf8'));
  if (inputs === last.inputs)
    console.log('What is measured has not changed since it was measured.');
  else await renewMeasurement(inputs, last);
}
await writeFile(path('docs/steps.svg'), picture());
await writeFile(path('CHANGELOG.md'), changelog());
const guide = await readFile(path('docs/client.md'), 'utf8');
await writeFile(
  path('docs/client.md'),
  writeSection(guide, 'client-options', clientOptionsTable()),
);
const accuracyPage = await readFile(path('docs/accuracy.md'), 'utf8');
const accuracy = readSection(accuracyPage, 'accuracy');
const card = await readFile(path('models/tcn-3/card.md'), 'utf8');
await writeFile(
  path('docs/accuracy.md'),
  writeSection(accuracyPage, 'people', peopleTable(accuracy, card)),
);
const comparison = await readFile(path('docs/comparison.md'), 'utf8');
await writeFile(
  path('docs/comparison.md'),
  writeSection(comparison, 'classical', classicalComparison(accuracy)),
);
const readme = await readFile(path('README.md'), 'utf8');
await writeFile(
  path('README.md'),
  writeSection(readme, 'accuracy-summary', accuracySummary(accuracy)),
);

/** Keeps what was measured where only the readers of recordings have changed, and read these as before. */
async function renewMeasurement(inputs: string, last: Measured): Promise<void> {
  const readings = await measurementReadings(data, selection.trained);
  if (readings !== last.readings) return measure(inputs, readings);
  await writeFile(MEASURED_FILE, `${JSON.stringify({ ...last, inputs }, null, 2)}\n`);
}

/** Measures all recordings, which takes minutes, and writes what is told of them. */
async function measure(inputs: string, readings: string): Promise<void> {
  const { evaluation } = await evaluateDetectors({ dataFolder: data, ...selection });
  const texts = [accuracySection(evaluation), accuracyByGroup(evaluation)] as const;
  let ablation = '';
  if (selection.trained !== null) {
    ablation = ablationSection(await ablate({ dataFolder: data, trained: selection.trained }));
    const model = await readFile(path('docs/model.md'), 'utf8');
    await writeFile(path('docs/model.md'), writeSection(model, 'ablation', ablation));
  }
  // Read late: measuring takes a while, and somebody may be writing in the meantime.
  let page = await readFile(path('docs/accuracy.md'), 'utf8');
  page = writeSection(page, 'accuracy', texts[0]);
  page = writeSection(page, 'weaknesses', texts[1]);
  await writeFile(path('docs/accuracy.md'), page);
  const measured: Measured = { inputs, readings, results: resultsDigest([...texts, ablation]) };
  await writeFile(MEASURED_FILE, `${JSON.stringify(measured, null, 2)}\n`);
}
