/** The server: sockets and HTTP around the sessions. */
export {
  type Config,
  ConfigError,
  DEFAULT_CONFIG,
  readConfig,
  SETTINGS,
  type SettingName,
  variableName,
} from './config.ts';
export { createLogger, type Logger } from './logger.ts';
export { loadModel, ModelError, type ModelErrorCode } from './model.ts';
export { type ServerOptions, type StepstreamServer, startServer } from './server.ts';
