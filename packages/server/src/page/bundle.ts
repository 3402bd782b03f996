import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PACKAGE_FOLDER } from '../package-folder.ts';

/** A file that the page needs. */
export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The page's code and style, made from their source. */
export interface Bundle {
  /** File names: they change with the contents, so browsers may keep them. */
  readonly script: string;
  readonly style: string;
  /** Scripts without which that one does not begin. */
  readonly modules: readonly string[];
  readonly assets: ReadonlyMap<string, Asset>;
}

/** The tab's picture; the one file whose name does not change. */
export const ICON = 'icon.svg';

/** The console as the build left it in the published package; the repository has none. */
const PREBUILT = join(PACKAGE_FOLDER, 'page');
const SOURCE = join(PACKAGE_FOLDER, '../console/src');
/** Names the script and the style among a bundle's files. */
const INDEX = 'bundle.json';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The console: as it was built into the published package or, in the repository, bundled from its source.
 *
 * @throws when it has to be bundled and does not compile, or this is not Bun
 */
export function loadConsole(): Promise<Bundle> {
  return existsSync(PREBUILT) ? readBundle(PREBUILT) : bundleConsole();
}

/** Bundles the console from its source, in memory. */
export async function bundleConsole(): Promise<Bundle> {
  const { outputs } = await Bun.build({
    entrypoints: [join(SOURCE, 'main.tsx')],
    target: 'browser',
    minify: true,
    // What reads recordings comes when one is dropped.
    splitting: true,
    jsx: { runtime: 'automatic', importSource: 'preact', development: false },
    define: { 'process.env.NODE_ENV': '"production"' },
    naming: '[name]-[hash].[ext]',
  });
  const assets = new Map<string, Asset>();
  const files = outputs.map((output) => [output.path.replace(/^.*\//, ''), output] as const);
  for (const [name, file] of files) {
    assets.set(name, createAsset(name, new Uint8Array(await file.arrayBuffer())));
  }
  assets.set(ICON, createAsset(ICON, new Uint8Array(await readFile(join(SOURCE, ICON)))));
  const named = (ending: string, kind: string) => {
    const found = files.find(([name, file]) => name.endsWith(ending) && file.kind === kind)?.[0];
    if (found === undefined) throw new Error(`the console's bundle has no ${ending}`);
    return found;
  };
  return createBundle(named('.js', 'entry-point'), named('.css', 'asset'), assets);
}

function createBundle(script: string, style: string, assets: ReadonlyMap<string, Asset>): Bundle {
  return { script, style, modules: importedBy(script, assets), assets };
}

/** Scripts that one imports as it begins, and that those import. */
function importedBy(script: string, assets: ReadonlyMap<string, Asset>): string[] {
  const found = new Set<string>();
  const look = (name: string) => {
    const text = new TextDecoder().decode(assets.get(name)?.body);
    for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
      if (found.has(imported)) continue;
      found.add(imported);
      look(imported);
    }
  };
  look(script);
  return [...found];
}

/** Writes a bundle's files, for {@link loadConsole} to find. */
export async function writeBundle(
  { script, style, assets }: Pick<Bundle, 'script' | 'style' | 'assets'>,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, INDEX), JSON.stringify({ script, style }));
  for (const [name, { body }] of assets) await writeFile(join(folder, name), body);
}

async function readBundle(folder: string): Promise<Bundle> {
  const { script, style } = JSON.parse(await readFile(join(folder, INDEX), 'utf8'));
  const names = (await readdir(folder)).filter((name) => name !== INDEX);
  const assets = names.map(async (name) => {
    return [name, createAsset(name, new Uint8Array(await readFile(join(folder, name))))] as const;
  });
  return createBundle(script, style, new Map(await Promise.all(assets)));
}

function createAsset(name: string, body: Uint8Array<ArrayBuffer>): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return { body, gzipped: new Uint8Array(gzipSync(body)), type };
}
