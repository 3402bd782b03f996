import { ConfigError, type LeveledLogger } from '../index.ts';
import { configPath, type Flags, reloadSettings } from './config-option.ts';
import type { StopSignals } from './stop-signals.ts';

/** Levels at which a change of the level is not logged any more once it has been made. */
const QUIET = ['error', 'silent'];

/**
 * Has a server take its log level from the configuration file again when SIGHUP asks for it. Without such a file nothing
 * can have changed, and SIGHUP stays what it is.
 *
 * @param flags those of the start; like variables, they come before what the file says
 */
export function watchLogLevel(
  flags: Flags,
  logger: LeveledLogger,
  signals: Pick<StopSignals, 'onReload'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  if (!configPath(flags.config, environment)) return;
  signals.onReload(() => {
    try {
      const { logLevel: to } = reloadSettings(flags, environment);
      const { level: from } = logger;
      if (to === from) return;
      // Said where the more talkative of both still says it.
      if (QUIET.includes(to)) logger.warn({ from, to }, 'log level changed');
      logger.level = to;
      if (!QUIET.includes(to)) logger.warn({ from, to }, 'log level changed');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      logger.error({ reason: error.message }, 'settings not reloaded: the previous ones stay');
    }
  });
}
