import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GROUPS, HIDDEN, INTERFACES } from './contents.ts';
import { pageHtml } from './layout.ts';
import { renderDocument } from './render-document.ts';
import { sectionsOf } from './search-index.ts';
import { filePath, pagePath, relativeAddress } from './site-path.ts';

/** The files of the site, by their paths in it. Addresses in them are relative, so it can be served below any path. */
export type Site = ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/**
 * Makes the site of all documents: a page each, the files that they lead to, and what the search looks through.
 * `api.html`, which describes REST and messages, is not among them: a server makes it from its running routes.
 *
 * @throws {Error} when a document leads to a file that is not there
 */
export async function buildSite(): Promise<Site> {
  const documents = allDocuments();
  const files = new Map<string, string | Uint8Array<ArrayBuffer>>();
  const rendered = documents.map((name) => ({
    name,
    path: pagePath(name),
    document: renderDocument(read(name), (link) => addressOf(link, name, documents, files)),
  }));
  const titles = new Map(rendered.map(({ name, document }) => [name, document.title]));
  for (const { path, document } of rendered) files.set(path, pageHtml(document, { path, titles }));
  const sections = rendered.flatMap(({ path, document }) => sectionsOf(path, document));
  files.set('search-index.js', `globalThis.stepstreamSections=${JSON.stringify(sections)};`);
  files.set('style.css', read('docs/site/style.css'));
  files.set('icon.svg', read('packages/console/src/icon.svg'));
  for (const name of ['site', 'theme']) files.set(`${name}.js`, await script(name));
  return files;
}

/** All documents of the site: those of the menu, and those that others lead to. */
function allDocuments(): string[] {
  const listed = GROUPS.flatMap(({ pages }) => pages).filter((page) => page !== INTERFACES);
  const others = [...new Bun.Glob('docs/**/*.md').scanSync(ROOT)].sort();
  const missing = others.filter((name) => !listed.includes(name) && !HIDDEN.test(name));
  if (missing.length > 0)
    throw new Error(`docs/site/contents.ts does not list ${missing.join(', ')}.`);
  return [...listed, ...others.filter((name) => HIDDEN.test(name))];
}

/** Where a link of a document leads on the site. Files that are no documents come along, as text or as pictures. */
function addressOf(
  link: string,
  from: string,
  documents: readonly string[],
  files: Map<string, string | Uint8Array<ArrayBuffer>>,
): string | null {
  const [target = '', anchor] = link.split('#');
  const name = normalize(join(dirname(from), target)).replace(/\/$/, '');
  const suffix = anchor === undefined ? '' : `#${anchor}`;
  if (documents.includes(name))
    return `${relativeAddress(pagePath(from), pagePath(name))}${suffix}`;
  const file = join(ROOT, name);
  if (!existsSync(file)) throw new Error(`${from} leads to ${name}, which is not there.`);
  // A folder can't be shown; its name stays in the text.
  if (statSync(file).isDirectory()) return null;
  const path = filePath(name);
  if (!files.has(path)) files.set(path, new Uint8Array(readFileSync(file)));
  return relativeAddress(pagePath(from), path);
}

async function script(name: string): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [fileURLToPath(new URL(`browser/${name}.ts`, import.meta.url))],
    target: 'browser',
    format: 'iife',
    minify: true,
  });
  return (await outputs[0]?.text()) ?? '';
}
