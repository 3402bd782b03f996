import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { markdownTable } from './section.ts';

const file = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');

/** The examples that stand in the document, each run by a test of its own. */
const EXAMPLES = [
  'examples/mount/bun.ts',
  'examples/mount/hono.ts',
  'examples/mount/node-http.ts',
  'examples/mount/express.ts',
  'examples/mount/fastify.ts',
  'examples/extensions/mqtt.ts',
];

/** The generated parts of docs/extending.md, by name: the examples, and the table of hooks. */
export function extendingSections(): ReadonlyMap<string, string> {
  return new Map([
    ...EXAMPLES.map((name) => [name, `\`\`\`typescript\n${file(name).trim()}\n\`\`\``] as const),
    ['hooks', hooksTable()],
  ]);
}

/** The hooks with their comments, as the source has them. */
function hooksTable(): string {
  const source = file('packages/server/src/hooks/events.ts');
  const body = source.slice(source.indexOf('export interface Subscriptions {'));
  const hooks = [...body.matchAll(/ {2}\/\*\*(.*?)\*\/\n {2}(\w+)\(([^)]*)\)/gs)];
  return markdownTable([
    ['hook', 'listener gets', 'when'],
    ...hooks.map(([, comment = '', name = '', parameters = '']) => [
      `\`${name}\``,
      [...parameters.replace(/\{[^}]*\}/g, '').matchAll(/(\w+):/g)]
        .map(([, parameter]) => `\`${parameter}\``)
        .join(', '),
      comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim(),
    ]),
  ]);
}
