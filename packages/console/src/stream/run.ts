import type { Step, StepDetection } from '@stepstream/protocol';
import { Store } from '../store.ts';
import { TraceData } from '../trace/trace-data.ts';
import { type Frame, frames, magnitudeOf, type Streamable } from './frames.ts';
import { StreamConnection } from './stream-connection.ts';

/** What is to be streamed, and how. */
export interface RunPlan {
  readonly source: Streamable;
  /** The name under which the session is listed. */
  readonly user: string;
  /** Times faster than real; Infinity for as fast as the server answers. */
  readonly speed: number;
  /** Times of the true landings in seconds, where they are known. */
  readonly truths: readonly number[];
  /** Whether the acceleration includes gravity. Default: it does. */
  readonly gravity?: 'included' | 'excluded';
}

/** How a run stands. */
export interface RunState {
  readonly phase: 'connecting' | 'running' | 'done' | 'stopped' | 'failed';
  readonly steps: number;
  /** Steps a minute, now. */
  readonly cadence: number;
  /** Samples a second of what is streamed. */
  readonly rate: number;
  /** Share of the samples that are answered, 0 to 1. */
  readonly progress: number;
  readonly seconds: number;
  /** Known landings; null where nobody knows them. */
  readonly truth: number | null;
  /** Why it failed. */
  readonly error: string | null;
}

/** Frames on their way at a time. */
const WINDOW = 400;
/** Waiting for less than this is not worth a timer, in milliseconds. */
const MIN_WAIT_MS = 4;

/** One streaming of a walk or recording through the server's socket, and what came of it. */
export class Run {
  readonly state: Store<RunState>;
  readonly trace = new TraceData();
  readonly steps: Step[] = [];
  readonly plan: RunPlan;
  readonly #connection: StreamConnection;
  /** Frames that are on their way, oldest first. */
  readonly #sent: Frame[] = [];
  #stopped = false;
  /** Ends the wait for the next frame's time. */
  #wake: (() => void) | undefined;

  constructor(plan: RunPlan) {
    this.plan = plan;
    const { times } = plan.source;
    const length = (times.at(-1) ?? 0) - (times[0] ?? 0);
    this.trace.truths = plan.truths;
    this.state = new Store<RunState>({
      phase: 'connecting',
      steps: 0,
      cadence: 0,
      rate: length > 0 ? (times.length - 1) / length : 0,
      progress: 0,
      seconds: 0,
      truth: plan.truths.length > 0 ? plan.truths.length : null,
      error: null,
    });
    this.#connection = new StreamConnection(plan.user, {
      onDetection: (detection) => this.#detected(detection),
      onLost: (error) => this.#fail(error),
    });
    this.#stream().catch((error) => this.#fail(error));
  }

  /** Ends it early. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#wake?.();
  }

  async #stream(): Promise<void> {
    await this.#connection.opened;
    this.#update({ phase: 'running' });
    if (this.plan.gravity === 'excluded') this.#connection.configure({ gravity: 'excluded' });
    const begun = performance.now();
    for (const frame of frames(this.plan.source)) {
      const wait = (1000 * frame.due) / this.plan.speed - (performance.now() - begun);
      if (wait > MIN_WAIT_MS) await this.#pause(wait);
      await this.#connection.room(WINDOW);
      if (this.#stopped || this.state.value.phase === 'failed') break;
      this.#sent.push(frame);
      this.#connection.send(frame.message);
    }
    await this.#connection.stop();
    if (this.state.value.phase === 'failed') return;
    this.#update({ phase: this.#stopped ? 'stopped' : 'done', cadence: 0 });
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #detected({ prediction, steps, total_steps }: StepDetection): void {
    const frame = this.#sent.shift();
    if (!frame) return;
    const { source } = this.plan;
    for (let i = frame.from; i < frame.to; i++) {
      const { start_probability: start, end_probability: end } = prediction;
      this.trace.push(source.times[i] as number, magnitudeOf(source, i), start, end);
    }
    for (const step of steps) {
      this.steps.push(step);
      this.trace.mark(step.timestamp, step.foot);
    }
    const cadence = Math.round(this.trace.cadence);
    const progress = Math.floor((100 * frame.to) / source.times.length) / 100;
    const seconds = Math.floor(frame.due);
    const { value } = this.state;
    // Most answers change nothing that is shown beside the trace.
    if (
      value.steps !== total_steps ||
      value.cadence !== cadence ||
      value.progress !== progress ||
      value.seconds !== seconds
    ) {
      this.#update({ steps: total_steps, cadence, progress, seconds });
    }
  }

  #fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#stopped = true;
    this.#wake?.();
    this.#update({ phase: 'failed', error: reason, cadence: 0 });
  }

  #update(change: Partial<RunState>): void {
    this.state.value = { ...this.state.value, ...change };
  }
}

/** The steps as a file: when each foot landed, on the recording's clock. */
export function stepsCsv(steps: readonly Step[]): string {
  const rows = steps.map(({ timestamp, foot, confidence }) => `${timestamp},${foot},${confidence}`);
  return `${['timestamp,foot,confidence', ...rows].join('\n')}\n`;
}
