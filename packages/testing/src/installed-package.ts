import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAlive } from './processes.ts';

const ROOT = join(import.meta.dir, '../../..');
const BUN = [process.execPath] as const;

/** A fresh project, elsewhere, with packages installed. */
export interface Project {
  readonly folder: string;
  /** The names of all packages that are in its `node_modules`, but for those that others bring along. */
  readonly installed: ReadonlySet<string>;
  write(name: string, text: string): Promise<void>;
  /** Runs a command in the project's folder; fails with what it said. */
  run(...command: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** The compiler of this repository, for a project that has none. */
export const TSC = ['node', join(ROOT, 'node_modules/@typescript/native/bin/tsc')] as const;

let packing: Promise<ReadonlyMap<string, string>> | undefined;

/**
 * Builds and packs what npm publishes, once for all tests.
 *
 * @returns the tarballs' paths by the packages' names
 */
export function packPackages(): Promise<ReadonlyMap<string, string>> {
  packing ??= pack();
  return packing;
}

async function pack(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-packed-'));
  process.once('exit', () => Bun.spawnSync(['rm', '-rf', folder]));
  const packed = new Map<string, string>();
  const unlock = await lockBuild();
  try {
    await run([...BUN, join(ROOT, 'build/main.ts')], ROOT);
    for (const name of await readdir(join(ROOT, 'packages'))) {
      const dist = join(ROOT, 'packages', name, 'dist');
      if (!existsSync(join(dist, 'package.json'))) continue;
      const told = await run(['npm', 'pack', '--json', '--pack-destination', folder], dist);
      const [{ name: packageName, filename }] = JSON.parse(told);
      packed.set(packageName, join(folder, filename));
    }
  } finally {
    await unlock();
  }
  return packed;
}

/** Waits until no other process of the tests builds: all write to the same folders. */
async function lockBuild(): Promise<() => Promise<void>> {
  const lock = join(ROOT, 'node_modules/.packing');
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
      // One that was killed has left it behind.
      if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
      await Bun.sleep(100);
    }
  }
}

/**
 * Makes a project and installs packages into it, as `npm install` would: ours from their tarballs, with what
 * they depend on; others are linked from this repository, as the tests are to pass without a network.
 *
 * @param names the packages
 * @param omit `optional` leaves out optional dependencies, as npm does where none fits the machine
 */
export async function createProject(
  names: readonly string[],
  { omit }: { readonly omit?: 'optional' } = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-consumer-'));
  const packed = await packPackages();
  const installed = new Set<string>();
  const install = async (name: string): Promise<void> => {
    if (installed.has(name)) return;
    installed.add(name);
    const path = join(folder, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    const tarball = packed.get(name);
    if (tarball === undefined) return symlink(join(ROOT, 'node_modules', name), path);
    await mkdir(path);
    await run(['tar', '-xzf', tarball, '-C', path, '--strip-components=1'], folder);
    const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
    for (const needed of Object.keys(manifest.dependencies ?? {})) await install(needed);
    if (omit === 'optional') return;
    for (const wanted of Object.keys(manifest.optionalDependencies ?? {})) {
      if (existsSync(join(ROOT, 'node_modules', wanted))) await install(wanted);
    }
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const name of names) await install(name);
  return {
    folder,
    installed,
    write: (name, text) => writeFile(join(folder, name), text),
    run: (...command) => run(command, folder),
    remove: () => rm(folder, { recursive: true }),
  };
}

async function run(command: readonly string[], cwd: string): Promise<string> {
  const child = Bun.spawn([...command], { cwd, stdout: 'pipe', stderr: 'pipe' });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
