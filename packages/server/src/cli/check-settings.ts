import { type Config, ConfigError } from '../config.ts';
import { checkOptions } from '../listen/check-options.ts';
import { checkWorkers } from './workers/worker-commands.ts';

/**
 * Checks what no setting can tell alone: whether they go together.
 *
 * @throws {ConfigError} for the first that does not go with another
 */
export function checkSettings(config: Config): void {
  checkGrace(config);
  checkWorkers(config);
  checkOptions(config);
}

/** @throws {ConfigError} where the grace period is over before all clients are let go of */
export function checkGrace({ drainDelay, drainSpread, grace }: Config): void {
  const spread = drainSpread === 'auto' ? 0 : drainSpread;
  if (drainDelay + spread < grace) return;
  const sum = `${drainDelay} + ${spread} s`;
  throw new ConfigError(
    `--grace=${grace}: expected more than --drain-delay and --drain-spread take together (${sum})`,
  );
}
