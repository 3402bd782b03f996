/** `npm run site`: the documentation as files that any web server can serve, in `dist/site`. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStepstream } from 'stepstream';
import { buildSite } from './build-site.ts';
import { INTERFACES } from './contents.ts';

const FOLDER = fileURLToPath(new URL('../../dist/site', import.meta.url));

const engine = createStepstream({ logLevel: 'silent' });
const interfaces = await engine.fetch(new Request(`http://localhost/docs/${INTERFACES}`));
const page = (await interfaces?.text()) ?? '';
await engine.close();

await rm(FOLDER, { recursive: true, force: true });
const files = new Map([
  ...(await buildSite()),
  [
    INTERFACES,
    page
      .replace('href="/docs"', 'href="index.html"')
      // A static host has no console.
      .replace('<p><a href="/#/first-frame">Try it</a></p>\n', ''),
  ],
]);
for (const [path, content] of files) await Bun.write(join(FOLDER, path), content);
console.log(`${files.size} files in dist/site`);
