import type { Fault, SampleBlock, Step } from '@stepstream/protocol';
import { createDetection, type Detection } from '@stepstream/protocol/codec/server';
import { type Hooks, ReusedSampleTrace } from '../hooks/index.ts';
import type { Session } from './session.ts';
import { tellSteps } from './tell-steps.ts';

/** Hands samples to sessions, and tells whoever listens what came of them. */
export class Intake {
  /** Samples and steps of all sessions since the beginning. */
  readonly counted = { samples: 0, steps: 0 };
  readonly #hooks: Hooks;
  readonly #trace = new ReusedSampleTrace();
  /** Whether listeners are being told of samples. */
  #isTelling = false;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  /** See {@link Session.push}. */
  push(session: Session, block: SampleBlock): Detection | Fault {
    const hooks = this.#hooks;
    const { id } = session;
    // A listener may push samples itself; what others are being told of must stay as it is.
    const isNested = this.#isTelling;
    const trace = hooks.wants('samples', id)
      ? (isNested ? new ReusedSampleTrace() : this.#trace).of(block)
      : undefined;
    const result = session.push(block, trace, isNested ? createDetection() : undefined);
    if (result.kind === 'fault') {
      session.failed(result.code);
      return result;
    }
    const [rejected] = result.rejected;
    if (rejected) session.failed(rejected.code);
    this.counted.samples += block.count;
    this.counted.steps += result.steps.length;
    this.#isTelling = true;
    if (trace) hooks.emit('samples', id, session, trace);
    tellSteps(hooks, session, result.steps, result.totalSteps);
    this.#isTelling = isNested;
    return result;
  }

  /** See {@link Session.finish}. */
  finish(session: Session): readonly Step[] {
    const steps = session.finish();
    this.counted.steps += steps.length;
    tellSteps(this.#hooks, session, steps, session.steps);
    return steps;
  }
}
