import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HEADINGS = { major: 'Breaking', minor: 'New', patch: 'Fixed' } as const;

type Kind = keyof typeof HEADINGS;

/**
 * The changelog: what is not released yet, out of the changesets; below it what was, as `changeset version` wrote it for
 * the server, which has the version of all packages.
 */
export function changelog(): string {
  const released = readIfThere('packages/server/CHANGELOG.md').replace(/^# .*\n+/, '');
  const parts = [
    '# Changelog',
    'For anyone who updates: what changed, newest first. Written by `npm run docs` from the changesets; `npx changeset` adds one.',
    unreleased(),
    released.trim(),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function unreleased(): string {
  const entries = changesets();
  if (entries.length === 0) return '';
  const sections = (Object.keys(HEADINGS) as Kind[]).map((kind) => {
    const own = entries.filter((entry) => entry.kind === kind);
    if (own.length === 0) return '';
    return `### ${HEADINGS[kind]}\n\n${own.map(({ text }) => `- ${text}`).join('\n')}`;
  });
  return ['## Not released yet', ...sections.filter((section) => section !== '')].join('\n\n');
}

/** Every changeset: the largest kind of change that it is for any package, and its text in one line. */
function changesets(): { readonly kind: Kind; readonly text: string }[] {
  const names = readdirSync(join(ROOT, '.changeset')).sort();
  return names
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => {
      const [, head = '', body = ''] =
        /^---\n(.*?)^---\n(.*)$/ms.exec(readIfThere(`.changeset/${name}`)) ?? [];
      const kinds = Object.keys(HEADINGS) as Kind[];
      const kind = kinds.find((one) => head.includes(`: ${one}`)) ?? 'patch';
      return { kind, text: body.trim().replace(/\s*\n\s*/g, ' ') };
    });
}

function readIfThere(name: string): string {
  try {
    return readFileSync(join(ROOT, name), 'utf8');
  } catch {
    return '';
  }
}
