import { productionDependencies } from '../../build/production-dependencies.ts';
import { markdownTable } from './section.ts';

/** The table of everything of others that users of Stepstream run, with its licence. */
export function licencesTable(): string {
  const rows = productionDependencies().map(({ name, version, licence }) => [
    `[${name}](https://www.npmjs.com/package/${name}/v/${version})`,
    version,
    licence,
  ]);
  // npm may put one version into several places.
  const lines = new Map(rows.map((row) => [row.join(), row]));
  return markdownTable([['package', 'version', 'licence'], ...lines.values()]);
}
