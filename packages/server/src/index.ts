/** The server: sockets and HTTP around the sessions. */
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
export { createLogger, type Logger } from './engine/logger.ts';
export { loadModel, ModelError, type ModelErrorCode } from './engine/model.ts';
export {
  type ServerOptions,
  type StepstreamServer,
  startServer,
} from './engine/server.ts';
export { type KeyPair, readKeyPair } from './listen/key-pair.ts';
export { lanAddresses } from './listen/lan-addresses.ts';
export { ListenError } from './listen/listen-error.ts';
export type { NetworkOptions } from './listen/listeners.ts';
export { defaultStateFolder, fingerprint, selfSignedCertificate } from './listen/self-signed.ts';
export { TlsError } from './listen/tls-error.ts';
