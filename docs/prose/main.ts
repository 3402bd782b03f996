/** `npm run prose`: reads the documents, and says what a reader would stumble over. Part of `npm run check`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDocument } from './check-document.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATTERNS = ['*.md', 'docs/**/*.md', 'examples/*.md', 'packages/*/README.md'];
/** Pages say whom they are for; the README and what npm shows of a package begin with what it is. */
const PAGE = /^docs\/|^(CONTRIBUTING|SECURITY|CODE_OF_CONDUCT|CHANGELOG)\.md$/;
/** Written from changesets, each by whoever made the change. */
const UNREAD = /^CHANGELOG\.md$/;

const names = PATTERNS.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(ROOT)]).sort();
let faults = 0;
for (const name of names.filter((one) => !UNREAD.test(one))) {
  const text = readFileSync(join(ROOT, name), 'utf8');
  for (const remark of checkDocument(text, { isPage: PAGE.test(name) })) {
    console.error(`${name}:${remark.line}: ${remark.text}`);
    faults++;
  }
}
if (faults > 0) {
  console.error(`\n${faults} to fix. docs/prose/words.ts has the words.`);
  process.exitCode = 1;
}
