import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLASSIC,
  type DetectorModel,
  ModelFileError,
  type ModelFileErrorCode,
  loadModel as parseModel,
} from '@stepstream/detector';
import { MODELS_FOLDER } from '../package-folder.ts';

/** The name of the detector that needs no file. */
const CLASSIC_NAME = 'classic';
/** The file that a model's folder holds. */
const MODEL_FILE = 'model.safetensors';
/** No model is nearly as large, in bytes; what is, was named by mistake. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Why a model can't be loaded. Stable: programs may branch on it. */
export type ModelErrorCode = 'not_found' | 'unreadable' | ModelFileErrorCode;

/**
 * A model that can't be loaded. The message is one line that names it, says what is wrong and what
 * to do about it, so it can be shown as it is.
 */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  /** The model, as the caller named it. */
  readonly model: string;

  constructor(code: ModelErrorCode, model: string, reason: string, cause?: unknown) {
    super(`cannot load the model ${JSON.stringify(model)}. ${reason}`, { cause });
    this.name = 'ModelError';
    this.code = code;
    this.model = model;
  }
}

/**
 * Loads a detector: `classic`, a model that comes with the package, by its name, or one from the
 * path of a safetensors file or of a folder with a `model.safetensors`. Where a name is both, it is
 * the package's; `./name` is the path.
 *
 * @throws {ModelError} when there is no such model, or it can't be used
 */
export function loadModel(name: string): DetectorModel {
  if (name === CLASSIC_NAME) return CLASSIC;
  const bytes = readModelFile(name);
  try {
    return parseModel(bytes);
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new ModelError(error.code, name, error.message, error);
  }
}

/** The names that {@link loadModel} knows without a path. */
function publishedModels(): readonly string[] {
  const folders = existsSync(MODELS_FOLDER) ? readdirSync(MODELS_FOLDER).sort() : [];
  return [CLASSIC_NAME, ...folders.filter(isPublished)];
}

function isPublished(name: string): boolean {
  return /^[\w.-]+$/.test(name) && existsSync(join(MODELS_FOLDER, name, MODEL_FILE));
}

function readModelFile(name: string): Uint8Array {
  const given = isPublished(name) ? join(MODELS_FOLDER, name) : name;
  try {
    const path = statSync(given).isDirectory() ? join(given, MODEL_FILE) : given;
    const file = statSync(path);
    if (!file.isFile() || file.size > MAX_FILE_BYTES) {
      const what = file.isFile() ? 'It is far too large for a model' : 'It is not a file';
      throw new ModelError('not_a_model', name, `${what}. ${remedy()}`);
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ModelError('not_found', name, `There is none. ${remedy()}`, error);
    }
    const reason = `It can't be read (${code ?? error}). Check its permissions.`;
    throw new ModelError('unreadable', name, reason, error);
  }
}

function remedy(): string {
  return `Choose ${publishedModels().join(' or ')}, or the path of a .safetensors file.`;
}
