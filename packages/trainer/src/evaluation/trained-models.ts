import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { type ModelFile, ModelFileError, parseModel } from '@stepstream/detector/internals';

/** The folder of the trained models, each in a folder of its own. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../../models', import.meta.url));

const MODEL_FILE = 'model.safetensors';
const FOLDS_FOLDER = 'folds';
/** Provenance of a fold: the people that it was trained without, with commas between. */
const HELD_OUT = 'held_out';

/** A trained model, and its folds: models trained without some people, to be measured on those. */
export interface TrainedModels {
  /** Trained on everybody: what is used. */
  readonly published: ModelFile;
  /** Size of its file. */
  readonly bytes: number;
  /** For each person of the recordings, the one model that was trained without them. */
  readonly heldOut: ReadonlyMap<string, ModelFile>;
}

/** A folder of trained models that can't be used. The message says which file, and why. */
export class TrainedModelsError extends Error {
  override readonly name = 'TrainedModelsError';
}

/** Folder of a trained model by its id. */
export function modelFolder(id: string): string {
  return join(MODELS_FOLDER, id);
}

/** Whether there is a trained model in a folder. */
export function hasModel(folder: string): boolean {
  return existsSync(join(folder, MODEL_FILE));
}

/** Which detectors are measured: the folder of a trained one or null, and whether the classical. */
export interface Selection {
  readonly trained: string | null;
  readonly classic: boolean;
}

/** The usual trained model, if it is there, beside the classical detector. */
export function usualSelection(): Selection {
  const usual = modelFolder(DEFAULT_MODEL);
  return { trained: hasModel(usual) ? usual : null, classic: true };
}

/**
 * Reads a trained model and its folds.
 *
 * @throws {TrainedModelsError} when there is none, or a file is not as it should be
 */
export async function readTrainedModels(folder: string): Promise<TrainedModels> {
  if (!hasModel(folder)) throw new TrainedModelsError(`There is no ${MODEL_FILE} in ${folder}.`);
  const { model: published, bytes } = await readModel(join(folder, MODEL_FILE));
  const folds = join(folder, FOLDS_FOLDER);
  const files = existsSync(folds) ? (await readdir(folds)).sort() : [];
  const heldOut = new Map<string, ModelFile>();
  for (const file of files.filter((name) => name.endsWith('.safetensors'))) {
    const { model } = await readModel(join(folds, file));
    for (const person of heldOutPeople(model)) {
      if (heldOut.has(person)) {
        throw new TrainedModelsError(`${folds}: two folds say that they never saw ${person}.`);
      }
      heldOut.set(person, model);
    }
  }
  return { published, bytes, heldOut };
}

/** The people that a fold was trained without. */
export function heldOutPeople({ provenance }: ModelFile): string[] {
  return (provenance[HELD_OUT] ?? '')
    .split(',')
    .map((person) => person.trim())
    .filter((person) => person !== '');
}

async function readModel(path: string): Promise<{ model: ModelFile; bytes: number }> {
  const bytes = await readFile(path);
  try {
    return { model: parseModel(bytes), bytes: bytes.length };
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new TrainedModelsError(`${path}: ${error.message}`, { cause: error });
  }
}
