import { availableParallelism } from 'node:os';
import { type Config, ConfigError } from '../../config.ts';
import { clusterPlace } from '../open-cluster.ts';

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
 * Checks what workers need, where there are several: they share a port, a Redis and a token.
 *
 * @throws {ConfigError} that says what to set
 */
export function checkWorkers(config: WorkerConfig): void {
  if (workersOf(config) === 1) return;
  const { admin, adminPort, adminToken, port } = config;
  if (clusterPlace(config) === undefined) {
    throw new ConfigError(
      '--workers: they act as one through a Redis; name it with --store redis://… or --cluster redis://…',
    );
  }
  if (port === 0) throw new ConfigError('--workers: they share a port; name one with --port');
  if (adminPort === 0) {
    throw new ConfigError(
      '--workers: each has a port for operators; name the first with --admin-port',
    );
  }
  if (admin !== 'open' && adminToken === '') {
    throw new ConfigError(
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
