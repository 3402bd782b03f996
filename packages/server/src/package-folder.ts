import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package, which holds `models/` and `page/` as npm installs it. Found by its package.json:
 * the build moves this module.
 */
export const PACKAGE_FOLDER = findPackage(dirname(fileURLToPath(import.meta.url)));

/** The models that come with the package, each in a folder of its name; in the repository, those at its root. */
export const MODELS_FOLDER = existsSync(join(PACKAGE_FOLDER, 'models'))
  ? join(PACKAGE_FOLDER, 'models')
  : join(PACKAGE_FOLDER, '../../models');

function findPackage(folder: string): string {
  const above = dirname(folder);
  if (above === folder || existsSync(join(folder, 'package.json'))) return folder;
  return findPackage(above);
}
