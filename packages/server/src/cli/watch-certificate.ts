import {
  type Config,
  type KeyPair,
  ListenError,
  type Logger,
  type StepstreamServer,
} from '../index.ts';
import { CertificateFiles } from './certificate-files.ts';
import type { StopSignals } from './stop-signals.ts';

/**
 * Has a server use its certificate anew when the files of `--tls-cert` and `--tls-key` change, and when SIGHUP asks
 * for it. Without these settings nothing is watched.
 *
 * @param current the pair that was read from the files
 */
export function watchCertificate(
  { tlsCert: cert, tlsKey: key }: Pick<Config, 'tlsCert' | 'tlsKey'>,
  current: KeyPair | undefined,
  server: Pick<StepstreamServer, 'useCertificate'>,
  logger: Logger,
  signals: StopSignals,
): void {
  if (!cert || !current) return;
  const use = (pair: KeyPair) => {
    try {
      server.useCertificate(pair);
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      logger.error({ err: error }, 'another program took the port: the server stops');
      signals.receive('in_order');
    }
  };
  const files = new CertificateFiles({ cert, key, current, logger, use });
  signals.onReload(() => files.reload());
}
