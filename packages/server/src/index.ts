/** Step detection to mount in a server, and the server of the command line. */
export { createToken } from './auth/tokens/create-token.ts';
export { SCOPES } from './auth/tokens/read-claims.ts';
export type { TokenSettings } from './auth/tokens/token-verifier.ts';
export { type ClusterLink, openCluster } from './cluster/index.ts';
export {
  type Config,
  ConfigError,
  DEFAULT_CONFIG,
  defaultText,
  readConfig,
  SETTINGS,
  type SettingName,
  variableName,
} from './config.ts';
export { createStepstream } from './engine/create-stepstream.ts';
export type { DrainOptions } from './engine/drain.ts';
export type { DrainSpread } from './engine/drain-plan.ts';
export { loadModel, ModelError, type ModelErrorCode } from './engine/load-model.ts';
export { createLogger, type LeveledLogger, type Logger } from './engine/logger.ts';
export type { EnginePeers, StepstreamOptions } from './engine/options.ts';
export type { Stepstream } from './engine/stepstream.ts';
export { readTokenSettings } from './engine/token-settings.ts';
export type {
  EndReason,
  ErrorContext,
  Identity,
  ListenOptions,
  SampleTrace,
  Scope,
  StepSession,
  Subscriptions,
} from './hooks/index.ts';
export { maxOpenFiles, sessionsWithin } from './limits/open-files.ts';
export { type KeyPair, readKeyPair } from './listen/key-pair.ts';
export { lanAddresses } from './listen/lan-addresses.ts';
export { ListenError } from './listen/listen-error.ts';
export type { NetworkOptions } from './listen/listeners.ts';
export { defaultStateFolder, fingerprint, selfSignedCertificate } from './listen/self-signed.ts';
export {
  type ServerOptions,
  type StepstreamServer,
  startServer,
} from './listen/start-server.ts';
export { TlsError } from './listen/tls-error.ts';
export type {
  Clock,
  OpenOptions,
  OpenSession,
  PushResult,
  Sessions,
  Timer,
} from './session/index.ts';
export {
  combineStores,
  type OpenStoreOptions,
  openStore,
  openStores,
  type Store,
  StoreError,
  type StoreErrorCode,
  type StorePlaces,
} from './store/index.ts';
