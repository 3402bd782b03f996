import type { Config } from '../config.ts';
import { autoBudget, availableMemory } from '../limits/memory-size.ts';
import type { Clock } from '../session/index.ts';
import { Crowd, Outbox } from '../stream/index.ts';
import type { Logger } from './logger.ts';
import { MemoryGuard } from './memory-guard.ts';
import type { StepstreamOptions } from './options.ts';

/** What sees to it that all clients together take no more memory than they may. */
export function createClientMemory({
  config,
  clock,
  logger,
}: {
  readonly config: Pick<Config, 'memoryBudget'> & Pick<StepstreamOptions, 'peers'>;
  readonly clock: Clock;
  readonly logger: Logger;
}) {
  const processes = config.peers?.count ?? 1;
  const available = availableMemory();
  const memory = available / processes;
  const all = config.memoryBudget === 'auto' ? autoBudget(available) : config.memoryBudget;
  const budget = all / processes;
  const outbox = new Outbox(clock, () => budget);
  const crowd = new Crowd(clock);
  const guard = new MemoryGuard({
    ...{ clock, crowd, budget, memory },
    used: () => process.memoryUsage.rss(),
    onChange: (isShort, used) =>
      logger.warn({ used, budget }, isShort ? 'memory is short' : 'memory is no longer short'),
  });
  return { memory, budget, outbox, crowd, guard };
}
