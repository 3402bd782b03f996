import { fileURLToPath } from 'node:url';

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
  readonly assets: ReadonlyMap<string, Asset>;
}

const SOURCE = new URL('../../../console/src/', import.meta.url);
const ENTRY = fileURLToPath(new URL('main.tsx', SOURCE));
/** The tab's picture; the one file whose name does not change. */
export const ICON = 'icon.svg';

/**
 * Bundles the console from its source, in memory. There is no build step: this runs in the server,
 * when the page is asked for the first time.
 *
 * @throws when the source does not compile
 */
export async function bundleConsole(): Promise<Bundle> {
  const { outputs } = await Bun.build({
    entrypoints: [ENTRY],
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
  for (const [name, file] of [...files, [ICON, Bun.file(new URL(ICON, SOURCE))] as const]) {
    const body = new Uint8Array(await file.arrayBuffer());
    assets.set(name, { body, gzipped: Bun.gzipSync(body), type: file.type });
  }
  const named = (ending: string, kind: string) => {
    const found = files.find(([name, file]) => name.endsWith(ending) && file.kind === kind)?.[0];
    if (found === undefined) throw new Error(`the console's bundle has no ${ending}`);
    return found;
  };
  return { script: named('.js', 'entry-point'), style: named('.css', 'asset'), assets };
}
