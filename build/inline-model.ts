import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_MODEL } from '@stepstream/detector';
import type { BunPlugin } from 'bun';
import { ROOT } from './packages.ts';

/** The module that reads the default model, as one that has it inside. */
function moduleText(): string {
  const file = readFileSync(join(ROOT, 'models', DEFAULT_MODEL, 'model.safetensors'));
  return `
    import { parseModel } from './model/model-file.ts';
    import { networkModel } from './network/network-model.ts';
    export const DEFAULT_MODEL = ${JSON.stringify(DEFAULT_MODEL)};
    export function readDefaultModel() {
      const text = atob('${file.toString('base64')}');
      return networkModel(parseModel(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    }`;
}

/** Puts the default model's file into the bundle, where the source reads it from `models/`. */
export const inlineModel: BunPlugin = {
  name: 'inline-model',
  setup(build) {
    build.onLoad({ filter: /detector\/src\/default-model\.ts$/ }, () => ({
      contents: moduleText(),
      loader: 'ts',
    }));
  },
};
