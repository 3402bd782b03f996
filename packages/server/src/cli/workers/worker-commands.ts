import { availableParallelism } from 'node:os';
import type { Config } from '../../index.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The settings that the workers of a machine depend on. */
type WorkerConfig = Pick<
  Config,
  'admin' | 'adminPort' | 'adminToken' | 'cluster' | 'port' | 'store' | 'workers'
>;

/** How many workers there are to be; 1 for a server that nobody supervises. */
export function workersOf({ workers }: Pick<Config, 'workers'>): number {
  return workers === 'auto' ? availableParallelism() : workers;
}

/**
 * Checks what several workers need: they share a port, a Redis and a token.
 *
 * @throws {UsageError} that says what to set
 */
export function checkWorkers(config: WorkerConfig): void {
  const { admin, adminPort, adminToken, cluster, port, store } = config;
  const hasRedis = /^rediss?(\+sentinel)?:/.test(cluster || store);
  if (!hasRedis) {
    throw new UsageError(
      '--workers: they act as one through a Redis; name it with --store redis://… or --cluster redis://…',
    );
  }
  if (port === 0) throw new UsageError('--workers: they share a port; name one with --port');
  if (adminPort === 0) {
    throw new UsageError(
      '--workers: each has a port for operators; name the first with --admin-port',
    );
  }
  if (admin !== 'open' && adminToken === '') {
    throw new UsageError(
      '--workers: they all take the same token of operators; give it with --admin-token or its file',
    );
  }
}

/**
 * What starts a worker as this process was started.
 *
 * @param number from 1 on
 */
export function workerCommand(
  { adminPort }: Pick<Config, 'adminPort'>,
  number: number,
  args: readonly string[] = process.argv,
): readonly string[] {
  const [, main = '', ...given] = args;
  const own = adminPort === 'none' ? [] : ['--admin-port', `${adminPort + number - 1}`];
  return [process.execPath, main, ...given, '--workers', '1', ...own];
}
