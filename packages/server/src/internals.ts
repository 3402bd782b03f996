/** The server's inside, for the documents, the benchmark and tests. Not published. */
export {
  CONFIG_KEYS,
  inFile,
  parseConfigFile,
  SETTING_NAMES,
  type SettingName,
  secretFileFlag,
  settingOf,
  variableNames,
  variableOf,
} from './config/index.ts';
export * from './documents/asyncapi.ts';
export * from './documents/fields.ts';
export * from './documents/json-schemas.ts';
export type { OpenApiDocument } from './documents/openapi.ts';
export * from './documents/operations.ts';
export * from './documents/site-files.ts';
export { enginePartsOf } from './engine/engine-parts.ts';
export * from './engine/load-model.ts';
export * from './hooks/index.ts';
export * from './http/problem.ts';
export * from './ingest/testing/pushes.ts';
export { PastKeeper } from './live/past-keeper.ts';
export { FrameTimes } from './metrics/frame-times.ts';
export * from './page/bundle.ts';
export * from './session/index.ts';
export * from './session/sensor-clock.ts';
export * from './session/signal-hints.ts';
export * from './stream/index.ts';
