import type { DetectorModel } from '@stepstream/detector';
import { Option } from 'commander';
import {
  ConfigError,
  loadModel,
  ModelError,
  readConfig,
  SETTINGS,
  variableName,
} from '../index.ts';
import { UsageError } from './terminal/usage-error.ts';

const { flag, argument, description, default: defaultModel } = SETTINGS.model;
const VARIABLE = variableName('model');

/** `--model`, for a command that detects without a server; read it with {@link modelFrom}. */
export function modelOption(): Option {
  const note = `default: ${defaultModel}, env: ${VARIABLE}`;
  return new Option(`--${flag} <${argument}>`, `${description} (${note})`);
}

/**
 * The model of the flag, or else of the variable, or else the server's default.
 *
 * @throws {UsageError} when it can't be loaded
 */
export function modelFrom(flagged: string | undefined): DetectorModel {
  try {
    // The server's other settings are none of this command's business, right or wrong.
    const config = readConfig(flagged === undefined ? {} : { model: flagged }, {
      [VARIABLE]: process.env[VARIABLE],
    });
    return loadModel(config.model);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ModelError) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}
