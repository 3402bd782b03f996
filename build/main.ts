/**
 * Makes what npm publishes: a folder `dist/` in each public package, which is a package on its own.
 * Sources run under Bun without a build; Node strips no types in `node_modules`, and browsers never.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleDeclarations, emitDeclarations } from './declarations.ts';
import { bundleJavaScript } from './javascript.ts';
import { publishedManifest } from './manifest.ts';
import { type Package, publishedPackages, ROOT } from './packages.ts';
import { addServerFiles } from './server-files.ts';

async function build(made: Package): Promise<void> {
  const { dist, folder, manifest } = made;
  await rm(dist, { recursive: true, force: true });
  await Promise.all([bundleJavaScript(made), bundleDeclarations(made)]);
  await Bun.write(
    join(dist, 'package.json'),
    `${JSON.stringify(publishedManifest(made), null, 2)}\n`,
  );
  await cp(join(folder, 'README.md'), join(dist, 'README.md'));
  await cp(join(ROOT, 'LICENSE'), join(dist, 'LICENSE'));
  if (manifest.bin) await addServerFiles(made);
}

emitDeclarations();
for (const found of publishedPackages()) await build(found);
