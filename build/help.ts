/** `npm run help`: the commands of this repository, as CONTRIBUTING.md tells them. */
import { join } from 'node:path';
import { ROOT } from './packages.ts';

const guide = await Bun.file(join(ROOT, 'CONTRIBUTING.md')).text();
const section = /^## Commands\n(.*?)^## /ms.exec(guide)?.[1] ?? '';
const rows = [...section.matchAll(/^\| `(npm [^`]+)` \| (.*) \|$/gm)];
const width = Math.max(...rows.map(([, command = '']) => command.length));
for (const [, command = '', does = ''] of rows) {
  const plain = does.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
  console.log(`${command.padEnd(width)}  ${plain}`);
}
console.log('\nOptions follow two dashes: npm run bench -- --scenario crowd');
