import { spawnSync } from 'node:child_process';
import { ROOT } from './packages.ts';

/** Of a CycloneDX document, what is read and changed here. */
interface Sbom {
  readonly metadata: { component: Component; lifecycles: unknown };
  components: Component[];
  dependencies: { readonly ref: string; readonly dependsOn: string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly purl: string;
  name: string;
}

/**
 * What a package is made of and depends on, as CycloneDX: npm makes the document from the lockfile, of the whole
 * workspace. What the package does not need is left out, and it becomes what the document is of.
 *
 * @param packageName of the package, such as `stepstream`
 * @param bundled packages whose code is in it
 * @throws {Error} where npm fails; the message is npm's
 */
export function sbomOf(packageName: string, bundled: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    // `--omit=dev` would also leave out what is a dependency of ours and, beside that, somebody's for development.
    ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`npm sbom: ${stderr || status}`);
  const sbom = JSON.parse(stdout) as Sbom;
  // npm calls a workspace by its folder.
  for (const component of sbom.components) component.name = nameOf(component);
  const own = sbom.components.find(({ name }) => name === packageName);
  if (!own) throw new Error(`npm sbom tells nothing of ${packageName}`);
  const parts = sbom.components.filter(({ name }) => bundled.includes(name));
  const dependsOn = new Map(sbom.dependencies.map((entry) => [entry.ref, entry.dependsOn]));
  dependsOn.get(own['bom-ref'])?.push(...parts.map((part) => part['bom-ref']));
  const needed = new Set([own['bom-ref']]);
  for (const ref of needed) for (const found of dependsOn.get(ref) ?? []) needed.add(found);
  sbom.metadata.component = own;
  sbom.metadata.lifecycles = [{ phase: 'build' }];
  sbom.components = sbom.components.filter(
    (component) => component !== own && needed.has(component['bom-ref']),
  );
  sbom.dependencies = sbom.dependencies.filter(({ ref }) => needed.has(ref));
  return `${JSON.stringify(sbom, null, 1)}\n`;
}

/** `@stepstream/client` of `pkg:npm/%40stepstream/client@0.1.0`. */
function nameOf({ purl }: Component): string {
  return decodeURIComponent(purl.slice('pkg:npm/'.length, purl.lastIndexOf('@')));
}
