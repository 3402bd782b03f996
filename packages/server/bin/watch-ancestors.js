import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often it looks, in milliseconds. */
const CHECK_MS = 500;

/** What npm starts a script with, by the name of its program. */
const SHELL = /(^|\/)\w*sh$/;

/**
 * Calls back once when npm, or what it started this process with, is gone. npm does not pass a SIGTERM on to what
 * it runs, and can't pass on a SIGKILL; without this, stopping `npm start` or `npx stepstream serve` would leave
 * the server behind.
 *
 * @param {() => void} gone
 * @returns {() => void} stops watching
 */
export function watchAncestors(gone) {
  const parent = process.ppid;
  const npm = npmBehind(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    gone();
  }, CHECK_MS);
  return () => clearInterval(timer);
}

/**
 * Where npm runs a script in a shell that stays, npm is that shell's parent. The shell would outlive it.
 *
 * @param {number} parent
 * @returns {number | undefined} undefined where the parent is npm itself, or where it can't be told
 */
function npmBehind(parent) {
  try {
    const { name, ppid } = process.platform === 'linux' ? fromProc(parent) : fromPs(parent);
    return SHELL.test(name) && ppid > 1 ? ppid : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function fromProc(pid) {
  // 123 (name, which may hold blanks and brackets) S 122 …
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, name = '', ppid = ''] = /^\d+ \((.*)\) \S (\d+)/s.exec(text) ?? [];
  return { name, ppid: Number(ppid) };
}

/** @param {number} pid */
function fromPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  const [, ppid = '', name = ''] = /^\s*(\d+)\s+(.*?)\s*$/.exec(stdout) ?? [];
  return { name, ppid: Number(ppid) };
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Whoever runs as somebody else is there, too.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
