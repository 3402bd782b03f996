import type { DetectorModel } from '../detector/index.ts';
import { DEFAULT_MODEL, loadModel } from '../server/model.ts';

/**
 * The learned detector that the server uses by default. In the built package the model's file is
 * part of this module (`build/inline-model.ts`): it needs no file system, and no network.
 */
export function readDefaultModel(): DetectorModel {
  return loadModel(DEFAULT_MODEL);
}
