import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import { ADAPTER_COMMAND, ADAPTER_PORT, startOwnServer } from '../contract/start-server.ts';

const ROOT = join(import.meta.dir, '../..');

/** The contract's whole suite against all adapters may take so long on a busy machine. */
const SUITE_LIMIT_MS = 900_000;

const CONTRACT = 'test/contract';
/** What a framework has a hand in: requests and sockets, on their way to the transport beneath. */
const ON_THE_WAY = [
  ...['connection', 'framing', 'response-headers', 'rest', 'resume', 'session-start'],
  ...['shutdown', 'stop', 'timeout', 'tokens', 'user-events', 'users', 'walk'],
].map((name) => `${CONTRACT}/${name}.test.ts`);

/**
 * Each adapter, as its example mounts it, and what of the contract is run: all where it is a transport of its own.
 * `stepstream serve` itself is what `test/contract` runs on.
 */
const ADAPTERS = [
  ['Bun.serve', process.execPath, 'bun.ts', [CONTRACT], 300],
  ['Hono on Bun', process.execPath, 'hono.ts', ON_THE_WAY, 150],
  ['node:http', NODE, 'node-http.ts', [CONTRACT], 300],
  ['Express 5', NODE, 'express.ts', ON_THE_WAY, 150],
  ['Fastify 5', NODE, 'fastify.ts', ON_THE_WAY, 150],
] as const;

describe.each(ADAPTERS)('mounted in %s', (_, program, example, files, least) => {
  const name = `the engine keeps the contract${program ? '' : NEEDS_NODE}`;
  test.concurrent.skipIf(!program)(
    name,
    async () => {
      const { failed, passed, code } = await inTurn(() =>
        runContract(`${program}`, example, files),
      );
      expect(failed).toEqual([]);
      expect(passed).toBeGreaterThan(least);
      expect(code).toBe(0);
    },
    SUITE_LIMIT_MS,
  );
});

/** Runs files of the contract against an example. Most files share a server: Node needs two seconds to start one. */
async function runContract(program: string, example: string, files: readonly string[]) {
  const command = `${program} examples/mount/${example}`;
  const server = await startOwnServer([], command);
  const child = Bun.spawn([process.execPath, 'test', '--timeout', '60000', ...files], {
    cwd: ROOT,
    env: {
      ...process.env,
      [ADAPTER_COMMAND]: command,
      [ADAPTER_PORT]: new URL(server.httpUrl).port,
    },
    stdout: 'ignore',
    stderr: 'pipe',
  });
  const [output, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  await server.stop();
  const failed = output.split('\n').filter((line) => line.startsWith('(fail)'));
  return { failed, passed: Number(/^ *(\d+) pass$/m.exec(output)?.[1]), code };
}

/** Two suites at a time: they wait more than they work. */
const lanes = [Promise.resolve<unknown>(undefined), Promise.resolve<unknown>(undefined)];
let next = 0;
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const lane = next++ % lanes.length;
  const result = (lanes[lane] ?? Promise.resolve()).then(work);
  lanes[lane] = result.catch(() => {});
  return result;
}
