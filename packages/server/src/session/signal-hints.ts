import type { HintCode, SampleBlock, Settings } from '@stepstream/protocol';

/** Placeholder. */
export class SignalHints {
  readonly given: readonly HintCode[] = [];
  look(_block: SampleBlock, _settings: Settings): void {}
}
