import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A real Bun binary is about 100 MB; the placeholder of a blocked install script is a few lines. */
const MIN_BINARY_BYTES = 1_000_000;

/** How often a launcher under npm looks whether npm is still there, in milliseconds. */
const PARENT_CHECK_MS = 500;

/**
 * Finds the Bun binary that npm installed with this package.
 *
 * Bun's npm package moves its platform binary into place in an install script. Where scripts are
 * blocked (`npm ci --ignore-scripts`), the binary still lies in its own platform package, so that
 * is looked at too, and nobody has to allow a script to run this project.
 *
 * @returns {string} the binary's path
 * @throws {Error} when no binary for this platform was installed
 */
export function findBun() {
  const require = createRequire(import.meta.url);
  const bunPackage = dirname(require.resolve('bun/package.json'));
  const platformPackages = join(bunPackage, '..', '@oven');
  const candidates = [
    join(bunPackage, 'bin', 'bun.exe'),
    ...listFolder(platformPackages)
      .filter((name) => name.startsWith(`bun-${process.platform}-${archName()}`))
      .flatMap((name) =>
        ['bun', 'bun.exe'].map((file) => join(platformPackages, name, 'bin', file)),
      ),
  ];
  const found = candidates.find(isBinary);
  if (found) return found;
  throw new Error(
    `No Bun binary for ${process.platform}-${process.arch} is installed. ` +
      'Run `npm ci` again without `--omit=optional`: the binary is an optional dependency of `bun`.',
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
    process.exit(1);
  }
  const child = spawn(bun, args, { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGINT'])) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; passing it on would make it two.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  const stopWatching = process.env['npm_command']
    ? watchParent(() => child.kill('SIGTERM'))
    : () => {};
  child.on('error', (error) => {
    console.error(`stepstream: could not start ${bun}: ${error.message}`);
    process.exit(1);
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

/**
 * Calls back when the process that started this one is gone. npm does not pass a SIGTERM on to what it
 * runs; without this, stopping `npm start` or `npx stepstream serve` would leave the server behind.
 *
 * @param {() => void} gone
 * @returns {() => void} stops watching
 */
function watchParent(gone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) gone();
  }, PARENT_CHECK_MS);
  return () => clearInterval(timer);
}

/** Bun's packages call both 64-bit ARM names `aarch64`. */
function archName() {
  return process.arch === 'arm64' ? 'aarch64' : process.arch;
}

/** @param {string} path */
function listFolder(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** @param {string} path */
function isBinary(path) {
  try {
    return statSync(path).size > MIN_BINARY_BYTES;
  } catch {
    return false;
  }
}
