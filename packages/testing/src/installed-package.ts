import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dir, '../../..');

/** A fresh project, elsewhere, with the packed package installed. */
export interface Project {
  readonly folder: string;
  /** The name of the packed package. */
  readonly tarball: string;
  write(name: string, text: string): Promise<void>;
  /** Runs a command in the project's folder; fails with what it said. */
  run(...command: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/**
 * Packs this package as `npm publish` would, and puts it into a fresh project, as `npm install`
 * would. Its dependencies are linked from here: the test is to pass without a network.
 */
export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-consumer-'));
  const run = async (command: readonly string[], cwd: string) => {
    const child = Bun.spawn([...command], { cwd, stdout: 'pipe', stderr: 'pipe' });
    const [stdout, stderr, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${stdout}\n${stderr}`);
    return stdout;
  };
  await run(['npm', 'init', '--yes'], folder);
  await run(['npm', 'pack', '--pack-destination', folder], ROOT);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  const installed = join(folder, 'node_modules/stepstream');
  await mkdir(installed, { recursive: true });
  await run(
    ['tar', '-xzf', join(folder, tarball), '-C', installed, '--strip-components=1'],
    folder,
  );
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  return {
    folder,
    tarball,
    write: (name, text) => writeFile(join(folder, name), text),
    run: (...command) => run(command, folder),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The compiler of this repository, for a project that has none. */
export const TSC = ['node', join(ROOT, 'node_modules/@typescript/native/bin/tsc')] as const;

/** Node, with a WebSocket: its own from version 22 on, and before that behind a flag. */
export const NODE: readonly string[] =
  nodeVersion() >= 22 ? ['node'] : ['node', '--experimental-websocket', '--no-warnings'];

/** Of the Node that the commands run with, which is not who runs the tests. */
function nodeVersion(): number {
  return Number(/^v(\d+)/.exec(Bun.spawnSync(['node', '--version']).stdout.toString())?.[1]);
}
