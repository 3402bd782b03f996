import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelFile, ModelFileError, parseModel } from '@stepstream/detector/internals';

/** Where the learned models lie: a folder each. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../../models', import.meta.url));
/** The learned detector that is measured unless told otherwise. */
export const DEFAULT_LEARNED = 'tcn-2';

const MODEL_FILE = 'model.safetensors';
const FOLDS_FOLDER = 'folds';
/** Provenance of a fold: the people that it was trained without, with commas between. */
const HELD_OUT = 'held_out';

/** A learned model, and its like that were trained without some people, to be measured on those. */
export interface LearnedModels {
  /** Trained on everybody: what is used. */
  readonly published: ModelFile;
  /** Size of its file. */
  readonly bytes: number;
  /** For each person of the recordings, the one model that was trained without them. */
  readonly heldOut: ReadonlyMap<string, ModelFile>;
}

/** A folder of learned models that can't be used. The message says which file, and why. */
export class LearnedModelsError extends Error {
  override readonly name = 'LearnedModelsError';
}

/** Folder of a learned model by its id. */
export function modelFolder(id: string): string {
  return join(MODELS_FOLDER, id);
}

/** Whether there is a learned model in a folder. */
export function hasModel(folder: string): boolean {
  return existsSync(join(folder, MODEL_FILE));
}

/** Which detectors are measured: the folder of a learned one or null, and whether the classical. */
export interface Selection {
  readonly learned: string | null;
  readonly classic: boolean;
}

/** The usual learned model, if it is there, beside the classical detector. */
export function usualSelection(): Selection {
  const usual = modelFolder(DEFAULT_LEARNED);
  return { learned: hasModel(usual) ? usual : null, classic: true };
}

/**
 * Reads a learned model and its folds.
 *
 * @throws {LearnedModelsError} when there is none, or a file is not as it should be
 */
export async function readLearnedModels(folder: string): Promise<LearnedModels> {
  if (!hasModel(folder)) throw new LearnedModelsError(`There is no ${MODEL_FILE} in ${folder}.`);
  const { model: published, bytes } = await readModel(join(folder, MODEL_FILE));
  const folds = join(folder, FOLDS_FOLDER);
  const files = existsSync(folds) ? (await readdir(folds)).sort() : [];
  const heldOut = new Map<string, ModelFile>();
  for (const file of files.filter((name) => name.endsWith('.safetensors'))) {
    const { model } = await readModel(join(folds, file));
    for (const person of heldOutPeople(model)) {
      if (heldOut.has(person)) {
        throw new LearnedModelsError(`${folds}: two folds say that they never saw ${person}.`);
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
    throw new LearnedModelsError(`${path}: ${error.message}`, { cause: error });
  }
}
