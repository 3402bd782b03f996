import type { CloseReason } from '@stepstream/protocol';
import {
  MAX_BATCH_SAMPLES,
  NONE_REJECTED,
  type PushAnswer,
  ROW_LENGTH,
  type SampleBlock,
  type ServerMessage,
  type Step,
} from '@stepstream/protocol';
import type { Clock, EndReason, Session, SessionRegistry, Timer } from '../session/index.ts';
import { PushedSensors, type Samples } from './pushed-sensors.ts';
import type { Push } from './read-push.ts';
import { ReorderBuffer } from './reorder-buffer.ts';

/** How long a message waits for one that is missing before it, in milliseconds. */
const PATIENCE = 2000;
/** Slower readings are too few for steps; told once there are enough to know. */
const SLOWEST_RATE = 18;
const TELLING_SECONDS = 3;

/** What a recording's session needs. */
export interface PushSessionContext {
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly userId: string | undefined;
  /** Told when the session has ended, however it did. */
  onEnd(reason: EndReason): void;
  onError(error: unknown): void;
}

/**
 * The session of one recording that a phone pushes: to the registry a session like any other, whose
 * connection keeps the answers until the phone's next request.
 */
export class PushSession {
  readonly session: Session;
  readonly #context: PushSessionContext;
  readonly #order = new ReorderBuffer<Push['readings']>();
  readonly #sensors = new PushedSensors();
  #steps: Step[] = [];
  #pending = 0;
  #samples = 0;
  #firstTime = Number.NaN;
  #lastTime = Number.NaN;
  #wait: Timer | undefined;

  constructor(context: PushSessionContext) {
    this.#context = context;
    const connection = {
      send: (message: ServerMessage) => this.#keep(message),
      // An answer to samples may come as it is written for a socket.
      sendText: (json: string) => this.#keep(JSON.parse(json) as ServerMessage),
      close: (reason: CloseReason) => {
        this.#wait?.cancel();
        context.onEnd(reason);
      },
    };
    this.session = context.registry.begin(connection, context.userId);
  }

  /** Takes a message, counts what is in order, and answers. */
  receive(push: Push): PushAnswer {
    const before = this.#samples;
    const { messages, repeated, late } = this.#order.take(push.messageId, push.readings);
    const delivered = messages.map((readings) => this.#deliver(readings, late)).includes(true);
    // The registry counts each message, and moves the deadline, by one that asks nothing.
    if (!delivered) this.#context.registry.receive(this.session, { kind: 'stats' });
    this.#watch();
    const samples = this.#samples - before;
    const waiting = this.#order.isWaiting || this.#sensors.source === undefined;
    return {
      session_id: this.session.id,
      ...(this.session.userId !== undefined && { user_id: this.session.userId }),
      total_steps: this.session.steps,
      steps: this.#takeSteps(),
      pending_steps: this.#pending,
      samples,
      state: repeated ? 'repeated' : samples > 0 ? 'counted' : waiting ? 'waiting' : 'nothing_new',
      message: this.#advice(),
    };
  }

  /** Hands readings on to the detector; false when there is no sample in them. */
  #deliver(readings: Push['readings'], late: boolean): boolean {
    const wasUndecided = this.#sensors.source === undefined;
    const samples = this.#sensors.take(readings, late);
    if (wasUndecided && this.#sensors.source === 'linear') {
      this.session.answer({ kind: 'configure', changes: { gravity: 'excluded' } });
    }
    if (samples.count === 0) return false;
    this.#samples += samples.count;
    if (Number.isNaN(this.#firstTime)) this.#firstTime = samples.rows[0] as number;
    this.#lastTime = samples.rows[(samples.count - 1) * ROW_LENGTH] as number;
    for (const block of blocksOf(samples)) this.#context.registry.receive(this.session, block);
    return true;
  }

  /** Sees to it that what waits for a lost message is counted, even if nothing more comes. */
  #watch(): void {
    this.#wait?.cancel();
    this.#wait = undefined;
    if (!this.#order.isWaiting) return;
    this.#wait = this.#context.clock.after(PATIENCE, () => {
      try {
        for (const readings of this.#order.release()) this.#deliver(readings, false);
      } catch (error) {
        this.#context.onError(error);
      }
    });
  }

  #keep(message: ServerMessage): void {
    if (message.type !== 'step_detection') return;
    this.#steps.push(...message.steps);
    this.#pending = message.pending_steps;
  }

  #takeSteps(): PushAnswer['steps'] {
    const steps = this.#steps.map(({ timestamp, foot, confidence }) => ({
      timestamp,
      foot,
      confidence,
    }));
    this.#steps = [];
    return steps;
  }

  #advice(): string {
    const { source } = this.#sensors;
    if (source === undefined) return `Waiting for more readings. ${SWITCH_ON}`;
    const seconds = this.#lastTime - this.#firstTime;
    const rate = this.#samples / seconds;
    if (seconds > TELLING_SECONDS && rate < SLOWEST_RATE) {
      return `Only ${rate.toFixed(1)} readings a second come, and steps need 20 or more: raise the sampling frequency in Sensor Logger.`;
    }
    if (source === 'linear') {
      return `Counting, but acceleration without gravity counts less well. ${SWITCH_ON}`;
    }
    return 'Counting.';
  }
}

/** What a phone is told that sends nothing to count. */
export const SWITCH_ON =
  'In Sensor Logger, switch on Accelerometer and Gravity, or on Android Total Acceleration.';

function* blocksOf({ count, rows }: Samples): Generator<SampleBlock> {
  for (let from = 0; from < count; from += MAX_BATCH_SAMPLES) {
    const size = Math.min(MAX_BATCH_SAMPLES, count - from);
    const part = rows.subarray(from * ROW_LENGTH, (from + size) * ROW_LENGTH);
    yield {
      kind: 'samples',
      count: size,
      timed: true,
      rows: part,
      positions: undefined,
      rejected: NONE_REJECTED,
    };
  }
}
