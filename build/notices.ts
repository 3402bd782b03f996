import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './packages.ts';
import { productionDependencies } from './production-dependencies.ts';

/** The licences of what others have written and the console contains: they ask for their text to go with it. */
export function consoleNotices(): string {
  const parts = productionDependencies(['console']).map(({ name, version, licence, path }) => {
    const folder = join(ROOT, path);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${path} has no file with its licence`);
    const text = readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version} (${licence})\n\n${text}\n`;
  });
  return `The console, in page/, contains code of others:\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
