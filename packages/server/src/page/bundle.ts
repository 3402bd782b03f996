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

/** The tab's picture. Names of pictures do not change. */
export const ICON = 'icon.svg';
/** Pictures of the app, as phones install it. */
export const APP_ICONS = ['icon-192.png', 'icon-512.png', 'icon-maskable-512.png'] as const;
/** What keeps the page on a phone that has installed it. */
export const WORKER = 'service-worker.js';
/** Larger files are not kept on a phone: what reads recordings. */
const MAX_KEPT_BYTES = 65_536;

/** The console as the build left it in the published package; the repository has none. */
const PREBUILT = join(PACKAGE_FOLDER, 'page');
const SOURCE = join(PACKAGE_FOLDER, '../console/src');
/** Names the script and the style among a bundle's files. */
const INDEX = 'bundle.json';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
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
  for (const icon of [ICON, ...APP_ICONS]) {
    assets.set(icon, createAsset(icon, new Uint8Array(await readFile(join(SOURCE, icon)))));
  }
  const named = (ending: string, kind: string) => {
    const found = files.find(([name, file]) => name.endsWith(ending) && file.kind === kind)?.[0];
    if (found === undefined) throw new Error(`the console's bundle has no ${ending}`);
    return found;
  };
  const bundle = createBundle(named('.js', 'entry-point'), named('.css', 'asset'), assets);
  assets.set(WORKER, createAsset(WORKER, await bundleWorker(bundle)));
  return bundle;
}

/** The worker that keeps these files; it is another one when one of them is. */
async function bundleWorker({ script, assets }: Bundle): Promise<Uint8Array<ArrayBuffer>> {
  const kept = [...assets]
    .filter(([name, { body }]) => name === script || body.length <= MAX_KEPT_BYTES)
    .map(([name]) => `console/${name}`);
  const { outputs } = await Bun.build({
    entrypoints: [join(SOURCE, 'service-worker.ts')],
    target: 'browser',
    minify: true,
    define: { SHELL: JSON.stringify(kept) },
  });
  const [output] = outputs;
  if (!output) throw new Error("the console's service worker does not compile");
  return new Uint8Array(await output.arrayBuffer());
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
