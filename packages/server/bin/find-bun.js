import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { watchAncestors } from './watch-ancestors.js';

/** Exit code of `stepstream` where there is no Bun to run it: the same as for wrong use. */
const NO_BUN = 2;

/** Tells a server who launched it, so that it notices when that one is killed. */
const LAUNCHER = 'STEPSTREAM_LAUNCHER_PID';

/**
 * Node's names of systems and processors, where Bun's packages use others.
 *
 * @type {Record<string, string>}
 */
const SYSTEMS = { win32: 'windows', android: 'linux' };
/** @type {Record<string, string>} */
const PROCESSORS = { arm64: 'aarch64' };

/** Systems and processors that Bun has a package for. */
const SUPPORTED = /-(darwin|linux|windows|freebsd)-(x64|aarch64)/;

/**
 * Bun's packages that may hold a binary for this machine; on Linux the one for musl comes second.
 * There are no `-baseline` ones: since Bun 1.4 they hold the same file, which runs on processors
 * without AVX2, too.
 *
 * @param {string} platform as in `process.platform`
 * @param {string} arch as in `process.arch`
 * @returns {string[]}
 */
export function bunPackages(platform, arch) {
  const name = `@oven/bun-${SYSTEMS[platform] ?? platform}-${PROCESSORS[arch] ?? arch}`;
  if (!SUPPORTED.test(name)) return [];
  if (platform === 'android') return [`${name}-android`];
  return platform === 'linux' ? [name, `${name}-musl`] : [name];
}

/**
 * Finds the Bun binary that npm installed with this package, as an optional dependency. Whoever runs
 * this under Bun has one already.
 *
 * @returns {string} the binary's path
 * @throws {Error} when none fits this machine, or none was installed; its message says what to do
 */
export function findBun() {
  if (process.versions['bun']) return process.execPath;
  const require = createRequire(import.meta.url);
  const { platform, arch } = process;
  const packages = bunPackages(platform, arch);
  const file = platform === 'win32' ? 'bun.exe' : 'bun';
  const installed = packages.flatMap((name) => {
    try {
      return [require.resolve(`${name}/bin/${file}`)];
    } catch {
      return [];
    }
  });
  // npm installs the one for this system's C library; a package manager that does not look at it, both.
  const found = installed.length > 1 && isMusl() ? installed[1] : installed[0];
  if (found) return found;
  throw new Error(
    packages.length > 0
      ? `this command runs on Bun, and ${packages.join(' or ')} is not installed: ` +
          'install again without `--omit=optional`, or run `bunx --bun stepstream` with a Bun of your own.'
      : `this command runs on Bun, which does not exist for ${platform}-${arch}: run it on another ` +
          'machine. @stepstream/client and @stepstream/detector work here.',
  );
}

/**
 * Runs Bun with the given arguments in place of this process: same streams, same signals, same exit
 * code.
 *
 * @param {string[]} args
 */
export function runBun(args) {
  let bun;
  try {
    bun = findBun();
  } catch (error) {
    console.error(`stepstream: ${error instanceof Error ? error.message : error}`);
    process.exit(NO_BUN);
  }
  const env = { ...process.env, [LAUNCHER]: String(process.pid) };
  const child = spawn(bun, args, { stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2'])) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; passing it on would make it two.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  const stopWatching = process.env['npm_command']
    ? watchAncestors(() => child.kill('SIGTERM'))
    : () => {};
  child.on('error', (error) => {
    console.error(`stepstream: could not start ${bun}: ${error.message}`);
    process.exit(NO_BUN);
  });
  child.on('exit', (code, signal) => {
    stopWatching();
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else {
      process.exit(code ?? 1);
    }
  });
}

/** Whether this system's C library is musl, as in Alpine: then Node has no glibc to report. */
function isMusl() {
  const report = /** @type {{ header: Record<string, unknown> }} */ (process.report.getReport());
  return report.header['glibcVersionRuntime'] === undefined;
}
