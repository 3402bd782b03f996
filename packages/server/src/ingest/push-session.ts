import {
  MAX_BATCH_SAMPLES,
  type PushAnswer,
  ROW_LENGTH,
  type Sample,
  type Step,
} from '@stepstream/protocol';
import type { EndReason } from '../hooks/index.ts';
import type { Clock, OpenSession, Sessions, Timer } from '../session/index.ts';
import { PushedSensors, type Samples } from './pushed-sensors.ts';
import type { Push } from './read-push.ts';
import { ReorderBuffer } from './reorder-buffer.ts';

/** How long a message waits for one that is missing before it. */
const WAIT_TIMEOUT_MS = 2000;
/** Slower readings are too few for steps; told once there are enough to know. */
const MIN_RATE_HZ = 18;
const TELLING_SECONDS = 3;
/** So many samples are counted in one turn, as those of the largest batch are, and what that costs in bytes of text. */
const SLICE = MAX_BATCH_SAMPLES;
const SLICE_COST = 160 * 1024;

/** What a recording's session needs. */
export interface PushSessionContext {
  readonly sessions: Pick<Sessions, 'open'>;
  readonly clock: Clock;
  readonly userId: string | undefined;
  /** Resolves in the next turn of work of this cost. Default: at once. */
  turn?(cost: number): Promise<void>;
  /** Told when the session has ended, however it did. */
  onEnd(reason: EndReason): void;
  onError(error: unknown): void;
}

/**
 * The session of one recording that a phone pushes: to the registry a session like any other, whose
 * connection keeps the answers until the phone's next request.
 */
export class PushSession {
  readonly #open: OpenSession;
  readonly #context: PushSessionContext;
  readonly #order = new ReorderBuffer<Push['readings']>();
  readonly #sensors = new PushedSensors();
  #steps: Step[] = [];
  #pending = 0;
  #samples = 0;
  /** Why the last samples were not taken, where they were not. */
  #refusal: string | undefined;
  #firstTime = Number.NaN;
  #lastTime = Number.NaN;
  #wait: Timer | undefined;
  /** Resolves when the messages that have come are counted. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: PushSessionContext) {
    this.#context = context;
    this.#open = context.sessions.open({
      userId: context.userId,
      onEnd: (reason) => {
        this.#wait?.cancel();
        context.onEnd(reason);
      },
    });
    // Sensor Logger's times are Unix nanoseconds, also those of what it kept while it had no network.
    this.#open.configure({ clock: 'unix' });
  }

  /** A new recording of the same phone has begun. */
  replace(): void {
    this.#open.close('replaced');
  }

  /** Others need its room. A phone that goes on gets a new one. */
  giveWay(): void {
    this.#open.close('server_full');
  }

  /** Takes a message, counts what is in order, and answers. A long one is counted in several turns. */
  receive(push: Push): Promise<PushAnswer> {
    return this.#inOrder(() => this.#receive(push));
  }

  /** Has work begin when what came before is done. */
  #inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async #receive(push: Push): Promise<PushAnswer> {
    const before = this.#samples;
    const { messages, repeated, late } = this.#order.take(push.messageId, push.readings);
    let delivered = false;
    for (const readings of messages) delivered = (await this.#deliver(readings, late)) || delivered;
    // A message without samples is a sign of life, too.
    if (!delivered) this.#open.touch();
    this.#watch();
    const samples = this.#samples - before;
    const { id, userId, steps } = this.#open.session;
    const waiting = this.#order.isWaiting || this.#sensors.source === undefined;
    return {
      session_id: id,
      ...(userId !== undefined && { user_id: userId }),
      total_steps: steps,
      steps: this.#takeSteps(),
      pending_steps: this.#pending,
      samples,
      state: repeated ? 'repeated' : samples > 0 ? 'counted' : waiting ? 'waiting' : 'nothing_new',
      message: this.#advice(),
    };
  }

  /** Hands readings on to the detector; false when there is no sample in them. */
  async #deliver(readings: Push['readings'], late: boolean): Promise<boolean> {
    if (readings.length > SLICE) await this.#context.turn?.(SLICE_COST);
    const wasUndecided = this.#sensors.source === undefined;
    const samples = this.#sensors.take(readings, late);
    if (wasUndecided && this.#sensors.source === 'linear') {
      this.#open.configure({ gravity: 'excluded' });
    }
    if (samples.count === 0) return false;
    if (Number.isNaN(this.#firstTime)) this.#firstTime = samples.rows[0] as number;
    this.#lastTime = samples.rows[(samples.count - 1) * ROW_LENGTH] as number;
    const all = toSamples(samples);
    this.#refusal = undefined;
    for (let from = 0; from < all.length && this.#refusal === undefined; from += SLICE) {
      if (from > 0) await this.#context.turn?.(SLICE_COST);
      const result = this.#open.push(all.slice(from, from + SLICE));
      this.#samples += result.samples;
      this.#refusal = result.fault?.message;
      this.#steps.push(...result.steps);
      this.#pending = result.pendingSteps;
    }
    return true;
  }

  /** Sees to it that what waits for a lost message is counted, even if nothing more comes. */
  #watch(): void {
    this.#wait?.cancel();
    this.#wait = undefined;
    if (!this.#order.isWaiting) return;
    this.#wait = this.#context.clock.after(WAIT_TIMEOUT_MS, () => {
      const release = async () => {
        for (const readings of this.#order.release()) await this.#deliver(readings, false);
      };
      this.#inOrder(release).catch((error: unknown) => this.#context.onError(error));
    });
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
    if (this.#refusal !== undefined) return this.#refusal;
    const { source } = this.#sensors;
    if (source === undefined) return `Waiting for more readings. ${SWITCH_ON}`;
    const seconds = this.#lastTime - this.#firstTime;
    const rate = this.#samples / seconds;
    if (seconds > TELLING_SECONDS && rate < MIN_RATE_HZ) {
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

/** Rows of numbers as samples of the wire. */
function toSamples({ count, rows }: Samples): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const [timestamp, accel_x, accel_y, accel_z, gyro_x, gyro_y, gyro_z] = rows.subarray(
      index * ROW_LENGTH,
      (index + 1) * ROW_LENGTH,
    ) as unknown as [number, number, number, number, number, number, number];
    const accel = { timestamp, accel_x, accel_y, accel_z };
    return Number.isNaN(gyro_x) ? accel : { ...accel, gyro_x, gyro_y, gyro_z };
  });
}
