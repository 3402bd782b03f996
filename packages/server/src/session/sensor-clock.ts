import type { Fault, SampleBlock } from '@stepstream/protocol';

/** Placeholder. */
export class SensorClock {
  place(_block: SampleBlock): Fault | undefined {
    return undefined;
  }
}
