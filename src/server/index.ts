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
export type { NetworkOptions } from './doors.ts';
export { ListenError } from './listen-error.ts';
export { createLogger, type Logger } from './logger.ts';
export { loadModel, ModelError, type ModelErrorCode } from './model.ts';
export {
  type ServerOptions,
  type StepstreamServer,
  startServer,
} from './server.ts';
export { type KeyPair, readKeyPair } from './tls/key-pair.ts';
export { lanAddresses } from './tls/lan-addresses.ts';
export { defaultStateFolder, fingerprint, selfMadeCertificate } from './tls/self-made.ts';
export { TlsError } from './tls/tls-error.ts';
