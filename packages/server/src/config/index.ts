/** Where settings come from: flags, the environment, a file. */
export { ConfigError } from './config-error.ts';
export { CONFIG_KEYS, parseConfigFile } from './config-file.ts';
export { inFile } from './file-value.ts';
export { environmentLayer, flagLayer, type GivenFlags, type Layer } from './layer.ts';
export { type Resolved, resolveSettings } from './resolve-settings.ts';
export { readTextFile } from './secret-file.ts';
export {
  CONFIG_VARIABLE,
  defaultText,
  SETTING_NAMES,
  type SettingName,
  secretFileFlag,
  settingOf,
  variableName,
  variableNames,
  variableOf,
} from './setting-names.ts';
export { shownValue } from './shown-value.ts';
