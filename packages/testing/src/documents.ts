import { join } from 'node:path';

/** The folder of the whole repository. */
const ROOT = join(import.meta.dir, '../../..');

/** All documents that readers are led to, by their paths in the repository, in order. */
export function documents(): string[] {
  const patterns = [
    '*.md',
    'docs/**/*.md',
    'examples/**/*.md',
    'models/*/*.md',
    'packages/*/README.md',
  ];
  return patterns.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(ROOT)]).sort();
}
