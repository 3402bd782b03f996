import { readFileSync } from 'node:fs';
import { parseModel } from './model/model-file.ts';
import { networkModel } from './network/network-model.ts';
import type { DetectorModel } from './scorer.ts';

/** The model of whoever names none: a folder in `models/`. */
export const DEFAULT_MODEL = 'tcn-2';

const FILE = new URL(`../../../models/${DEFAULT_MODEL}/model.safetensors`, import.meta.url);

/**
 * The detector that the server uses by default. In the published package the model's file is part of
 * this module (`build/inline-model.ts`): it needs no file system, and no network.
 */
export function readDefaultModel(): DetectorModel {
  return networkModel(parseModel(readFileSync(FILE)));
}
