import {
  type Config,
  defaultStateFolder,
  type KeyPair,
  lanAddresses,
  type NetworkOptions,
  readKeyPair,
  type ServerOptions,
  selfSignedCertificate,
} from '../index.ts';
import { UsageError } from './terminal/usage-error.ts';

/**
 * The ways into a server, from its configuration: whether the main address speaks HTTPS, and
 * whether the local network has one of its own.
 *
 * @throws {TlsError} when a certificate can't be used
 * @throws {UsageError} when there is no network, or HSTS would lock phones out
 */
export async function listenerOptions(
  config: Config,
): Promise<Pick<ServerOptions, 'tls' | 'network'>> {
  const { hsts, lan, tlsCert, tlsKey } = config;
  const own = tlsCert || tlsKey ? readKeyPair(tlsCert, tlsKey) : undefined;
  if (lan && hsts > 0 && !own) {
    throw new UsageError(
      '--hsts: with it, browsers let nobody past the warning about a self-signed certificate; set --tls-cert and --tls-key, or leave it out',
    );
  }
  if (lan) return { network: await networkDoor(config, own) };
  return own ? { tls: own } : {};
}

async function networkDoor(config: Config, own: KeyPair | undefined): Promise<NetworkOptions> {
  const addresses = lanAddresses();
  const [address] = addresses;
  if (address === undefined) {
    throw new UsageError(
      '--lan: this machine has no address on a network; connect it to one first',
    );
  }
  const folder = config.stateFolder || defaultStateFolder(process.env);
  const tls = own ?? (await selfSignedCertificate(folder, addresses));
  return { port: config.lanPort, tls, address, selfSigned: own === undefined };
}
