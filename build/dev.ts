/**
 * `npm run dev`: the server from its sources, started again whenever one of them changes. The console is
 * bundled anew with the first request after that: reload the page to see it. Arguments go to `serve`.
 */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { LAUNCHER_VARIABLE, whenLauncherIsGone } from 'stepstream/terminal';
import { ROOT } from './packages.ts';

const PACKAGES = join(ROOT, 'packages');
const COMMAND = join(PACKAGES, 'server/src/cli/main.ts');
/** What the server and the page are made of; a build or a test is none of it. */
const SOURCE = /\/src\/.*\.(tsx?|css|svg|json)$/;
const NO_SOURCE = /\.test\.|\/testing\/|^(trainer|testing)\//;
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

const start = () =>
  Bun.spawn([process.execPath, COMMAND, 'serve', ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit'],
    // Were this process killed, the server would notice.
    env: { ...process.env, [LAUNCHER_VARIABLE]: String(process.pid) },
  });

let server = start();
let settling: ReturnType<typeof setTimeout> | undefined;
let restarting = Promise.resolve();
watch(PACKAGES, { recursive: true }, (_event, path) => {
  if (!path || !SOURCE.test(path) || NO_SOURCE.test(path)) return;
  clearTimeout(settling);
  settling = setTimeout(() => {
    restarting = restarting.then(() => restart(path));
  }, SETTLE_MS);
});
whenLauncherIsGone(() => {
  server.kill('SIGTERM');
  process.exit();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    server.kill(signal);
    process.exit(await server.exited);
  });
}

async function restart(path: string): Promise<void> {
  console.log(`\n${path} has changed`);
  server.kill();
  await server.exited;
  server = start();
}
