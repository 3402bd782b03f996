import { readFileSync } from 'node:fs';
import { parseModel } from './model/model-file.ts';
import { networkModel } from './network/network-model.ts';
import type { DetectorModel } from './scorer.ts';

/**
 * The model that is used unless another is named: a folder of `models/`. To swap the model, change
 * this name.
 */
export const DEFAULT_MODEL = 'tcn-3';

const FILE = new URL(`../../../models/${DEFAULT_MODEL}/model.safetensors`, import.meta.url);

/**
 * Reads the default model. The build replaces this module by one that holds the model's bytes
 * (`build/inline-model.ts`), so the published package needs no file system and no network.
 */
export function readDefaultModel(): DetectorModel {
  return networkModel(parseModel(readFileSync(FILE)));
}
