import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PACKAGE_FOLDER } from '../package-folder.ts';

/** A file of the site. */
export interface SiteFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The files of the site, by their paths in it. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

/** The site as the build packed it for the published package; the repository has none. */
export const PACKED_SITE = 'site.json.gz';
const PREBUILT = join(PACKAGE_FOLDER, PACKED_SITE);
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
  const files = existsSync(PREBUILT) ? unpackSite(await readFile(PREBUILT)) : await generate();
  return new Map(
    [...files].map(([path, content]) => {
      const shown = path.endsWith('.html') ? withTryIt(asText(content)) : content;
      return [path, createFile(path, shown)];
    }),
  );
}

/** A page of a server, which has a console to try things in; other hosts of the site have none. */
function withTryIt(html: string): string {
  const top = /data-top="([^"]*)"/.exec(html)?.[1] ?? '';
  const link = `<a class="try" href="${top}../#/first-frame">Try it</a>`;
  return html.replace('<button type="button" id="theme"', `${link}\n$&`);
}

function asText(content: string | Uint8Array<ArrayBuffer>): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

type Contents = ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>;

/** All files of a site as one, for the published package. */
export function packSite(files: Contents): Uint8Array {
  const entries = [...files].map(([path, content]) => {
    return [path, Buffer.from(content as string).toString('base64')] as const;
  });
  return gzipSync(JSON.stringify(Object.fromEntries(entries)));
}

function unpackSite(packed: Uint8Array): Contents {
  const entries: Record<string, string> = JSON.parse(gunzipSync(packed).toString());
  return new Map(
    Object.entries(entries).map(([path, text]) => [
      path,
      new Uint8Array(Buffer.from(text, 'base64')),
    ]),
  );
}

async function generate(): Promise<Contents> {
  const { buildSite } = await import(GENERATOR);
  return buildSite();
}

function createFile(path: string, content: string | Uint8Array<ArrayBuffer>): SiteFile {
  const body = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    body,
    gzipped: new Uint8Array(gzipSync(body)),
    type: TYPES[extname(path)] ?? 'application/octet-stream',
  };
}
