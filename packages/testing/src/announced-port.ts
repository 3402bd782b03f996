import type { ChildProcess } from 'node:child_process';

/** How long a server may take to tell its address, in milliseconds. */
const START_LIMIT_MS = 30_000;
/** What it said last is kept, so that a failure can show it. */
const KEPT_OUTPUT = 20_000;

/**
 * Waits until a server's process tells its address on this machine. What it says is read for as long as it runs, so
 * that it never waits for a full pipe.
 *
 * @param onText told of all that it says, then and later
 * @returns its port
 * @throws {Error} when it ends, or tells no address in time; it is killed then
 */
export function announcedPort(
  child: ChildProcess,
  onText: (text: string) => void = () => {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`the server ${why}; it said:\n${said}`));
    };
    const timer = setTimeout(() => fail('told no address in time'), START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      said = (said + chunk).slice(-KEPT_OUTPUT);
      onText(String(chunk));
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(`did not start: ${error.message}`));
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}
