import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Where `.ci/run` puts a Node 22 when the machine's own is older. Not a dependency: its package would put this
 * Node in front of the machine's for all scripts.
 */
const FOLDER = join(import.meta.dir, '../../../node_modules/.node-22/');
/** What programs that import our packages need at least. */
const MIN_MAJOR = 22;

/** A Node that runs what we publish; empty where there is none. */
export const NODE = find() ?? '';

/** For the names of tests that are skipped. */
export const NEEDS_NODE = NODE ? '' : ` (skipped: needs Node ${MIN_MAJOR}; see CONTRIBUTING.md)`;

function find(): string | undefined {
  try {
    const { platform, arch } = process;
    return createRequire(FOLDER).resolve(`node-${platform}-${arch}/bin/node`);
  } catch {
    return nodeMajor() >= MIN_MAJOR ? 'node' : undefined;
  }
}

/** Of the Node that the shell finds. Bun, which runs the tests, tells another one's version. */
function nodeMajor(): number {
  const { stdout } = Bun.spawnSync(['node', '--version']);
  return Number.parseInt(stdout.toString().slice(1), 10);
}
