import { posix } from 'node:path';

/** Where a document lies in the site: `docs/client.md` at `client.html`, the README at `index.html`. */
export function pagePath(document: string): string {
  if (!document.endsWith('.md')) return document;
  if (document === 'README.md') return 'index.html';
  if (document === 'examples/README.md') return 'examples.html';
  return document
    .replace(/^docs\//, '')
    .replace(/^[A-Z_]+\.md$/, (name) => name.toLowerCase().replaceAll('_', '-'))
    .replace(/README\.md$/, 'index.html')
    .replace(/\.md$/, '.html');
}

/** Where a file that is no document lies in the site: pictures as they are, everything else as text to read. */
export function filePath(file: string): string {
  if (/\.(svg|png)$/.test(file)) return file.replace(/^docs\//, '');
  return `files/${file}.txt`;
}

/** The address of one path of the site as a page at another would write it. */
export function relativeAddress(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
