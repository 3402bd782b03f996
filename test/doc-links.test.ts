/** Every link of the documents leads somewhere, and every block of code can be read. */
import { expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type DocBlock, docBlocks } from '@stepstream/testing/doc-blocks';
import { documents } from '@stepstream/testing/documents';

const ROOT = join(import.meta.dir, '..');

/** How the blocks of a language are read; those of `sh` and `ts` run as well, in doc-blocks.test.ts. */
const READ: Readonly<Record<string, (text: string) => void>> = {
  sh: readShell,
  bash: readShell,
  ts: readTypeScript,
  typescript: readTypeScript,
  js: readTypeScript,
  json: JSON.parse,
  toml: Bun.TOML.parse,
  yaml: Bun.YAML.parse,
  ini: readSettings,
  // docs.test.ts and examples/first-frame.test.ts look at what these send and read.
  dart: () => {},
  kotlin: () => {},
  python: () => {},
  swift: () => {},
  // What a program prints.
  text: () => {},
  console: () => {},
};

test.each(documents())('the links of %s lead somewhere', (name) => {
  const document = withoutCode(readFileSync(join(ROOT, name), 'utf8'));
  const dead = linksOf(document).filter((target) => !exists(name, target));
  expect(dead).toEqual([]);
});

test.each(documents())('the code in %s can be read', (name) => {
  for (const block of docBlocks(readFileSync(join(ROOT, name), 'utf8'))) {
    expect({ line: block.line, fault: faultOf(block) }).toEqual({ line: block.line, fault: null });
  }
});

/** Addresses of links and pictures within this repository. */
function linksOf(document: string): string[] {
  const inline = document.matchAll(/\]\((?!\w+:)([^)\s]+)\)/g);
  const pictures = document.matchAll(/<img[^>]* src="(?!\w+:)([^"]+)"/g);
  return [...inline, ...pictures].map(([, target = '']) => target);
}

function exists(document: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(ROOT, file))) return false;
  if (anchor === undefined) return true;
  return file.endsWith('.md') && anchorsOf(readFileSync(join(ROOT, file), 'utf8')).has(anchor);
}

/** The anchors of a document's headings, as sites that show Markdown make them. */
function anchorsOf(document: string): Set<string> {
  const headings = [...withoutCode(document).matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function withoutCode(document: string): string {
  return document
    .replace(/^ *```.*?^ *```/gms, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}

function faultOf({ language, text }: DocBlock): string | null {
  const read = READ[language];
  if (!read) return `nobody knows how to read "${language}"`;
  try {
    read(text);
    return null;
  } catch (error) {
    return String(error);
  }
}

function readTypeScript(text: string): void {
  new Bun.Transpiler({ loader: 'ts' }).transformSync(text);
}

function readShell(text: string): void {
  const { exitCode, stderr } = Bun.spawnSync(['bash', '-n'], { stdin: Buffer.from(text) });
  if (exitCode !== 0) throw new Error(stderr.toString());
}

/** A file of settings: names and values, below names of sections where it has some. */
function readSettings(text: string): void {
  const odd = text.split('\n').filter((line) => !/^(#.*|\[\w+\]|[\w-]+=.*)?$/.test(line));
  if (odd.length > 0) throw new Error(`no setting: ${odd[0]}`);
}
