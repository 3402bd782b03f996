import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PACKAGE_FOLDER } from '../package-folder.ts';

/** A file of the site. */
export interface SiteFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The files of the site, by their paths in it. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

/** The site as the build left it in the published package; the repository has none. */
const PREBUILT = join(PACKAGE_FOLDER, 'site');
/** Where the repository has what makes it. It is no part of this package. */
const GENERATOR = join(PACKAGE_FOLDER, '../../docs/site/build-site.ts');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.js': 'text/javascript;charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain;charset=utf-8',
};

/** Whether there is a site to show: in the published package always, in the repository under Bun, which makes it. */
export const HAS_SITE =
  existsSync(PREBUILT) || (process.versions['bun'] !== undefined && existsSync(GENERATOR));

/**
 * The documents as a site: as it was built into the published package or, in the repository, made from the documents.
 *
 * @throws when it has to be made and a document leads nowhere, or where there is no site (`HAS_SITE`)
 */
export async function loadSite(): Promise<SiteFiles> {
  const files = existsSync(PREBUILT) ? await readFolder(PREBUILT) : await generate();
  return new Map([...files].map(([path, content]) => [path, createFile(path, content)]));
}

async function generate(): Promise<ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>> {
  const { buildSite } = await import(GENERATOR);
  return buildSite();
}

async function readFolder(folder: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => {
    const name = relative(folder, path).split(sep).join('/');
    return [name, new Uint8Array(await readFile(path))] as const;
  });
  return new Map(await Promise.all(files));
}

function createFile(path: string, content: string | Uint8Array<ArrayBuffer>): SiteFile {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    body,
    gzipped: new Uint8Array(gzipSync(body)),
    type: TYPES[extname(path)] ?? 'application/octet-stream',
  };
}
