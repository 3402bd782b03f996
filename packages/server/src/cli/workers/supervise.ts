import type { Logger } from '../../index.ts';
import type { StopSignals } from '../stop-signals.ts';
import { MetricsExchange } from './metrics-exchange.ts';
import { WorkerPlace } from './worker-place.ts';

/** What a supervisor needs. */
export interface Supervision {
  readonly workers: number;
  /** What starts a worker. */
  readonly command: readonly string[];
  readonly signals: StopSignals;
  readonly logger: Logger;
}

/**
 * Keeps workers going until this process is told to stop: one that dies is followed by another. SIGHUP is passed on to
 * all; SIGUSR2 replaces them one after the other, each when the one before takes connections.
 *
 * @returns the exit code: that of the first worker, where it never came to take connections
 */
export async function supervise(supervision: Supervision): Promise<number> {
  const { workers, command, signals, logger } = supervision;
  const places: readonly WorkerPlace[] = Array.from({ length: workers }, (_, i) => {
    const number = i + 1;
    const place = new WorkerPlace({
      number,
      count: workers,
      command,
      onDeath: (end, pauseMs) =>
        logger.error({ worker: number, ...end, pauseMs }, 'a worker died: starting another one'),
      onMessage: (message) => exchange.hear(place, message),
    });
    return place;
  });
  const exchange = new MetricsExchange(places);
  let isStopping = false;
  const stop = async (how: 'with_all' | 'SIGINT') => {
    isStopping = true;
    void signals.second.then(() => {
      for (const place of places) place.hurry();
    });
    await Promise.all(places.map((place) => place.stop(how)));
  };
  signals.onReload(() => {
    for (const place of places) place.signal('SIGHUP');
  });
  const told = signals.first.then((haste) => stop(haste === 'at_once' ? 'SIGINT' : 'with_all'));

  const started = startEach(places, () => isStopping);
  let replacing = false;
  process.on('SIGUSR2', async () => {
    if (replacing) return;
    replacing = true;
    await started;
    await replaceEach(places, () => isStopping, logger);
    replacing = false;
  });
  // The first one says what is wrong with all of them, once.
  const failed = await started;
  if (failed !== undefined && !isStopping) {
    await stop('SIGINT');
    return failed;
  }
  await told;
  return 0;
}

/** @returns the exit code of one that did not come to take connections */
async function startEach(
  places: readonly WorkerPlace[],
  isStopping: () => boolean,
): Promise<number | undefined> {
  for (const place of places) {
    if (isStopping()) return undefined;
    const outcome = await place.start();
    if (outcome !== 'ready') return outcome.code ?? 1;
  }
  return undefined;
}

async function replaceEach(
  places: readonly WorkerPlace[],
  isStopping: () => boolean,
  logger: Logger,
): Promise<void> {
  for (const [i, place] of places.entries()) {
    if (isStopping()) return;
    await place.stop('SIGTERM');
    if (isStopping()) return;
    const outcome = await place.start();
    if (isStopping()) return;
    if (outcome === 'ready') continue;
    logger.error(
      { worker: i + 1, ...outcome },
      'a new worker did not start: the others are not replaced',
    );
    return;
  }
}
