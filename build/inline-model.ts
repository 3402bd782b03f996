import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MODEL } from '@stepstream/detector';
import type { BunPlugin } from 'bun';

const MODEL = new URL(`../models/${DEFAULT_MODEL}/model.safetensors`, import.meta.url);

/** The module that reads the default model, as one that has it inside. */
function moduleText(): string {
  const base64 = readFileSync(fileURLToPath(MODEL)).toString('base64');
  return `
    import { networkModel, parseModel } from '../detector/index.ts';
    export function readDefaultModel() {
      const text = atob('${base64}');
      return networkModel(parseModel(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    }`;
}

/** Puts the default model's file into the bundle, where the source reads it from `models/`. */
export const inlineModel: BunPlugin = {
  name: 'inline-model',
  setup(build) {
    build.onLoad({ filter: /src\/library\/default-model\.ts$/ }, () => ({
      contents: moduleText(),
      loader: 'ts',
    }));
  },
};
