import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { markdownTable } from './section.ts';

const SOURCE = fileURLToPath(new URL('../../packages/client/src/options.ts', import.meta.url));

/** The table of the client's options: their comments in the source. */
export function clientOptionsTable(): string {
  const source = readFileSync(SOURCE, 'utf8');
  const body = /export interface ConnectOptions \{\n(.*?)\n\}/s.exec(source)?.[1] ?? '';
  const options = [...body.matchAll(/\/\*\*(.*?)\*\/\s*readonly (\w+)\?/gs)].map(
    ([, comment = '', name = '']) => [
      `\`${name}\``,
      comment.replace(/\s*\n?\s*\*?\s+/g, ' ').trim(),
    ],
  );
  return markdownTable([['option', 'what it does'], ...options]);
}
