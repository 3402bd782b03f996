import {
  CLOSE_REASONS,
  type CloseReason,
  createSampleBlock,
  type Fault,
  MAX_BATCH_SAMPLES,
  type Rejection,
  type Sample,
  type Settings,
  type Step,
} from '@stepstream/protocol';
import { readBatch } from '@stepstream/protocol/codec';
import type { EndReason, StepSession } from '../hooks/index.ts';
import type { Connection } from './connection.ts';
import type { SessionRegistry } from './registry.ts';
import type { Session } from './session.ts';

/** How a session within this process begins. */
export interface OpenOptions {
  /** Whose it is; a live session of the same user is replaced. Default: nobody's. */
  readonly userId?: string | undefined;
  /** Told when it has ended, however it did. */
  readonly onEnd?: (reason: EndReason) => void;
}

/** What samples have brought. */
export interface PushResult {
  /** Samples that counted. */
  readonly samples: number;
  /** The steps that they confirm, oldest first; `index` is the confirming sample's place. */
  readonly steps: readonly Step[];
  /** Steps of the session, these included. */
  readonly totalSteps: number;
  /** Steps that are held until they prove to be a walk. */
  readonly pendingSteps: number;
  /** The samples that could not be used, by their place, while others could. Mostly none. */
  readonly rejected: readonly Rejection[];
  /** Why the rest was not taken, where it was not: samples that come too fast, or none that can be used. */
  readonly fault: Fault | undefined;
}

/** A session whose samples come from this process: no socket, the same rules. */
export class OpenSession implements Connection {
  readonly isLocal = true;
  readonly #registry: SessionRegistry;
  readonly #session: Session;
  readonly #onEnd: OpenOptions['onEnd'];
  readonly #block = createSampleBlock();
  #pendingSteps = 0;
  #isOver = false;

  /** @throws {RangeError} when there is no room, or the engine is closed */
  constructor(registry: SessionRegistry, { userId, onEnd }: OpenOptions = {}) {
    const refusal = registry.refusal(userId);
    if (refusal) throw new RangeError(CLOSE_REASONS[refusal].meaning);
    this.#registry = registry;
    this.#onEnd = onEnd;
    this.#session = registry.begin(this, userId);
  }

  /** What may be known of it. */
  get session(): StepSession {
    return this.#session;
  }

  /** A session that is opened has nobody to greet. */
  begin(): void {}

  /** The registry has ended the session; to end it yourself, call {@link close}. */
  end(reason: CloseReason): void {
    this.#isOver = true;
    this.#onEnd?.(reason);
  }

  hold(): void {
    this.#isOver = true;
  }

  leave(): void {
    this.#isOver = true;
    this.#onEnd?.('replaced');
  }

  /**
   * Takes samples, in the units and within the limits of the wire (m/s², rad/s, seconds), any number; they
   * are read a thousand at a time. A session that has ended counts none.
   *
   * @returns what they brought, up to the first thousand that could not be taken, with what is wrong there
   */
  push(samples: readonly Sample[]): PushResult {
    const steps: Step[] = [];
    const rejected: Rejection[] = [];
    let counted = 0;
    let fault: Fault | undefined;
    for (let from = 0; from < samples.length && !this.#isOver; from += MAX_BATCH_SAMPLES) {
      const part = samples.slice(from, from + MAX_BATCH_SAMPLES);
      const block = readBatch(part, this.#session.settings, this.#block);
      this.touch();
      const result = block.kind === 'fault' ? block : this.#registry.push(this.#session, block);
      if (result.kind === 'fault') {
        if (result === block) this.#session.failed(result.code);
        fault = result;
        if (this.#session.hasExceededRefusals) this.close('rate_limited');
        break;
      }
      for (const step of result.steps) steps.push({ ...step, index: from + step.index });
      for (const one of result.rejected) rejected.push({ ...one, index: from + one.index });
      counted += this.#block.count;
      this.#pendingSteps = result.pendingSteps;
    }
    return {
      samples: counted,
      steps,
      totalSteps: this.#session.steps,
      pendingSteps: this.#pendingSteps,
      rejected,
      fault,
    };
  }

  /** Notes a sign of life that holds no samples. */
  touch(): void {
    if (!this.#isOver) this.#registry.touch(this.#session);
  }

  /** Puts other settings in force. */
  configure(changes: Partial<Settings>): void {
    this.#session.configure(changes);
  }

  /** Ends the session. */
  close(reason: CloseReason = 'stopped'): void {
    this.#registry.end(this.#session, reason);
  }
}
