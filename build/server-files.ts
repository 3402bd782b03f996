import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { bundleConsole, PACKED_SITE, packSite, writeBundle } from 'stepstream/internals';
import { buildSite } from '../docs/site/build-site.ts';
import { consoleNotices } from './notices.ts';
import { type Package, ROOT } from './packages.ts';
import { sbomOf } from './sbom.ts';

/** The launchers: what `bin` names, and what that imports. */
const LAUNCHERS = ['stepstream.js', 'find-bun.js', 'watch-ancestors.js'];

/**
 * Adds to the server's `dist/` what it reads from files: launchers, the default model, the console, the
 * documentation. And what who
 * installs it may want to know of what is in it: licences, and its parts (SBOM).
 */
export async function addServerFiles({ dist, folder, manifest }: Package): Promise<void> {
  for (const name of LAUNCHERS) await cp(join(folder, 'bin', name), join(dist, 'bin', name));
  const model = join('models', DEFAULT_MODEL, 'model.safetensors');
  await cp(join(ROOT, model), join(dist, model));
  await writeBundle(await bundleConsole(), join(dist, 'page'));
  await Bun.write(join(dist, PACKED_SITE), packSite(await buildSite()));
  await Bun.write(join(dist, 'THIRD-PARTY-NOTICES.txt'), consoleNotices());
  const bundled = Object.keys(manifest['devDependencies'] ?? {});
  await Bun.write(join(dist, 'sbom.cdx.json'), sbomOf(manifest.name, bundled));
}
