import type { DetectorModel } from '@stepstream/detector';
import type { ClusterLink } from '../cluster/index.ts';
import { type Config, ConfigError, DEFAULT_CONFIG } from '../config.ts';
import { normaliseBasePath } from '../http/base-path.ts';
import type { MetricsPeers } from '../metrics/metrics.ts';
import type { Clock } from '../session/index.ts';
import type { Store } from '../store/index.ts';
import { STREAM_PATH } from '../stream/index.ts';
import type { Logger } from './logger.ts';
import { readTokenSettings } from './token-settings.ts';
import { readWebhookSettings } from './webhook-settings.ts';

/** The settings of the command line that an engine has, too. */
type EngineSetting =
  | 'admin'
  | 'adminToken'
  | 'allowedOrigins'
  | 'auditLog'
  | 'auth'
  | 'authAudience'
  | 'authIssuer'
  | 'authJwks'
  | 'authSecret'
  | 'authSecretFile'
  | 'basePath'
  | 'checkpointInterval'
  | 'drainDelay'
  | 'drainSpread'
  | 'hashUserIds'
  | 'historyRetention'
  | 'hsts'
  | 'logLevel'
  | 'maxAddressConnections'
  | 'maxAddressFailures'
  | 'maxAddressHandshakes'
  | 'maxAddressRequests'
  | 'maxAddressPushes'
  | 'maxAddressSessions'
  | 'maxDetached'
  | 'maxFrameBytes'
  | 'maxRate'
  | 'maxSessions'
  | 'maxUserSessions'
  | 'maxViewers'
  | 'memoryBudget'
  | 'pingInterval'
  | 'publicUrl'
  | 'resumeWindow'
  | 'sessionTimeout'
  | 'slowFrameMs'
  | 'trustProxy'
  | 'trustUserIds'
  | 'webhookAllowHttp'
  | 'webhookSecret'
  | 'webhookUrl';

/** What an engine can be told; all of it has a default. The settings are those of `stepstream serve`. */
export type StepstreamOptions = Partial<Pick<Config, EngineSetting>> & {
  // `admin` is `token` where nobody says otherwise: an engine does not know who can reach it.
  /** The detector of all sessions: a model, or what `loadModel` makes one of. Default: the package's own. */
  readonly model?: DetectorModel | string;
  /**
   * Where sessions and history are kept, as `openStore` opens it. The engine closes it with itself.
   * Default: in memory, as long as the engine lives.
   */
  readonly store?: Store;
  /**
   * The Redis through which this engine acts as one with others, as `openCluster` opens it. The engine closes it with
   * itself. Default: it is alone.
   */
  readonly clusterLink?: ClusterLink | undefined;
  /** Where clients stream to. Default: `/ws/realtime`. */
  readonly streamPath?: string;
  /** Key of the hashes that `hashUserIds` makes. Default: made for this process. */
  readonly userIdKey?: string;
  /** How long the listeners of `authenticate` may take together, in seconds. Default: 10. */
  readonly authenticateTimeout?: number;
  /** Time, as sessions see it. Default: the machine's. */
  readonly clock?: Clock;
  /** Where it logs. Default: JSON lines on stderr, at `logLevel`. */
  readonly logger?: Logger;
  /**
   * Whether `/metrics` is for everybody who reaches the operators' side, as it is where that is a port of its own.
   * Default: for operators alone.
   */
  readonly openMetrics?: boolean;
  /** The other processes of this server on this machine: they share its memory, and its metrics are told together. */
  readonly peers?: EnginePeers | undefined;
  /** What the console's page tells of the ways to this server. */
  readonly page?: PageAddresses;
};

/** Processes that are one server on one machine. */
export interface EnginePeers extends MetricsPeers {
  /** How many there are, this one included. */
  readonly count: number;
}

/**
 * The options, and the defaults of those that are absent or undefined.
 *
 * @throws {ConfigError} for a path that is none, for tokens that could not be proved, and for webhooks that could not
 *   be sent or signed
 */
export function resolveOptions(options: StepstreamOptions) {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // The command line names a store; an engine is given one.
  const { store: _named, ...defaults } = DEFAULT_CONFIG;
  const all: typeof defaults & StepstreamOptions = { ...defaults, ...Object.fromEntries(given) };
  const streamPath = pathOf('streamPath', all.streamPath ?? STREAM_PATH);
  if (streamPath === '') throw new ConfigError('streamPath: expected a path such as /stream');
  const basePath = pathOf('basePath', all.basePath);
  const tokens = readTokenSettings(all);
  return { ...all, basePath, streamPath, tokens, webhooks: readWebhookSettings(all) };
}

/** A path with a slash at its beginning and none at its end. */
function pathOf(name: string, text: string): string {
  const path = normaliseBasePath(text);
  if (path !== undefined) return path;
  throw new ConfigError(`${name}=${JSON.stringify(text)}: expected a path such as /app`);
}

/** The ways to a server, as its page tells them. */
export interface PageAddresses {
  /** Where phones on the local network find the server, if they do. */
  lanUrl(): string | undefined;
  /** Whether the certificate there is one that browsers warn of. */
  readonly selfSigned: boolean;
  /** Whether the server's own address speaks HTTPS. */
  readonly secure: boolean;
}
