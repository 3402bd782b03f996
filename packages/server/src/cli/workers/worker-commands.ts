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
      '--workers: expected a Redis, through which they act as one: --store redis://… or --cluster redis://…',
    );
  }
  if (port === 0) throw new ConfigError('--workers: expected --port, because they share a port');
  if (adminPort === 0) {
    throw new ConfigError('--workers: expected a number for --admin-port, because they share it');
  }
  if (admin !== 'open' && adminToken === '') {
    throw new ConfigError(
      '--workers: expected --admin-token or its file, because they share the token',
    );
  }
}

/** What starts a worker as this process was started. It shares what all of them may take. */
export function workerCommand(
  { maxDetached, maxSessions, workers }: Pick<Config, 'maxDetached' | 'maxSessions' | 'workers'>,
  args: readonly string[] = process.argv,
): readonly string[] {
  const [, main = '', ...given] = args;
  const count = workersOf({ workers });
  const shares = Object.entries({
    '--max-sessions': Math.ceil(maxSessions / count),
    '--max-detached': Math.ceil(maxDetached / count),
  });
  const own = shares.flatMap(([flag, share]) => [flag, `${share}`]);
  return [process.execPath, main, ...given, '--workers', '1', ...own];
}
