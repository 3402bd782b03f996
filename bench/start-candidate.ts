import { readFileSync } from 'node:fs';
import { freePort } from '@stepstream/testing/free-port';
import type { RedisServer } from '@stepstream/testing/redis-server';
import type { Candidate } from './candidates.ts';
import { type ServerProcess, startProcess } from './server-process.ts';

/** What operators say to a server with workers, which must be told one. */
const ADMIN_TOKEN = 'of-the-operator-of-this-bench';
const PATIENCE_MS = 20_000;

/** The command of a candidate, with what differs from start to start. */
export async function startCandidate(
  { command, redis, workers }: Candidate,
  store: RedisServer | undefined,
): Promise<ServerProcess> {
  const args = [...command];
  // Servers with the same prefix would act as one.
  const prefix = await freePort();
  if (redis && store) args.push('--store', store.url(`/0?prefix=${prefix}`));
  if (workers === undefined) return startProcess(args);
  const port = await freePort();
  args.push('--port', `${port}`, '--workers', `${workers}`, '--admin-token', ADMIN_TOKEN);
  const server = await startProcess(args);
  await listeners(port, workers);
  return server;
}

/** Waits until so many sockets listen on a port; the first worker has told its address before. */
async function listeners(port: number, count: number): Promise<void> {
  const listens = ` 0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A `;
  const deadline = performance.now() + PATIENCE_MS;
  while (readFileSync('/proc/net/tcp', 'latin1').split(listens).length <= count) {
    if (performance.now() > deadline) throw new Error(`fewer than ${count} workers listen`);
    await Bun.sleep(10);
  }
}
