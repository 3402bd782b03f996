import { DEFAULT_MODEL } from '@stepstream/detector';
import { HAS_SITE } from './site-files.ts';

/** Where the documentation says what a model is and where it fails; undefined where there is no such page. */
export function modelCardPath(model: string): string | undefined {
  return HAS_SITE && model === DEFAULT_MODEL ? `/docs/models/${model}/card.html` : undefined;
}
