import type { KnownSteps } from '@stepstream/analysis';
import {
  connect,
  type StateEvent,
  type StepEvent,
  type StepstreamClient,
  StepstreamError,
} from '@stepstream/client';
import { type SampleColumns, sampleAt } from '@stepstream/protocol';
import { readPageConfig, streamUrl } from '../page-config.ts';
import { Store } from '../store.ts';
import { followClient } from '../trace/follow-client.ts';
import { TraceData } from '../trace/trace-data.ts';
import { words } from '../words/words.ts';
import { frameSize } from './streamable.ts';

/** What is to be streamed, and how. */
export interface RunPlan {
  readonly source: SampleColumns;
  /** The name under which the session is listed, where the server lets the page name itself. */
  readonly user: string;
  /** What is streamed, for the reader: a file's name, or what the language calls a walk. */
  title(): string;
  /** Times faster than real; Infinity for as fast as the server answers. */
  readonly speed: number;
  /** What is known of its true steps; null where nothing is. */
  readonly known: KnownSteps | null;
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
  /** Known steps; null where they are not known. */
  readonly truth: number | null;
  /** Steps that were counted where the truth is known: all, unless there are stretches of which nothing is. */
  readonly compared: number;
  /** What is wrong, in sentences: those of the language that is spoken when they are shown. */
  readonly error: (() => string) | null;
}

/** Most samples that wait to be sent: less than a client keeps, or those of a long recording would be dropped. */
const MAX_WAITING = 4000;
/** Waiting for less than this is not worth a timer. */
const MIN_WAIT_MS = 4;
/** How long a server that is not there gets to hear of a stop. */
const STOP_PATIENCE_MS = 2000;
const lost = () => words().tryIt.lost;

/** One streaming of a walk or recording through the server's socket, and what came of it. */
export class Run {
  readonly state: Store<RunState>;
  readonly trace = new TraceData();
  readonly steps: StepEvent[] = [];
  readonly plan: RunPlan;
  readonly #client: StepstreamClient;
  readonly #frameSize: number;
  readonly #stopped = new AbortController();
  /** Samples that can't be sent. */
  #unusable = 0;

  constructor(plan: RunPlan) {
    this.plan = plan;
    const { times } = plan.source;
    const { streams_as: as } = readPageConfig();
    const needsToken = as === 'token' ? () => words().tryIt.needsToken : null;
    const length = (times.at(-1) ?? 0) - (times[0] ?? 0);
    this.trace.truths = plan.known?.times ?? [];
    this.#frameSize = frameSize(times.length);
    this.state = new Store<RunState>({
      phase: 'connecting',
      steps: 0,
      cadence: 0,
      rate: length > 0 ? (times.length - 1) / length : 0,
      progress: 0,
      seconds: 0,
      truth: plan.known?.count ?? null,
      compared: 0,
      error: needsToken,
    });
    this.#client = connect(streamUrl(), {
      // Elsewhere a server knows users by their tokens, or takes names from its own machine alone.
      ...(as === 'named' && { user: plan.user }),
      settings: plan.gravity === 'excluded' ? { gravity: 'excluded' } : {},
      // Each frame's likelihood is drawn, and the numbers are those of the recording.
      replies: 'every_frame',
      binary: false,
      batchInterval: 0,
      maxBatch: this.#frameSize,
      // A recording comes faster than a server saves it.
      maxKept: 1_000_000,
    });
    this.#client.on('state', (event) => this.#stateChanged(event));
    this.#client.on('step', (step) => this.steps.push(step));
    followClient(this.trace, this.#client);
    this.#client.on('update', () => this.#show());
    this.#client.on('error', ({ message }) => {
      this.#update({ error: needsToken ?? (() => sentence(message)) });
    });
    this.#stream().catch((error) => this.#fail(error));
  }

  /** Resolves when it is over, however that came. */
  over(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!['done', 'stopped', 'failed'].includes(this.state.value.phase)) return;
        stop();
        resolve();
      };
      const stop = this.state.subscribe(check);
      check();
    });
  }

  /** Ends it early. */
  stop(): void {
    this.#stopped.abort();
  }

  async #stream(): Promise<void> {
    const { source, speed } = this.plan;
    const { times } = source;
    const { signal } = this.#stopped;
    const begun = performance.now();
    let sent = 0;
    while (sent < times.length && !signal.aborted) {
      const end = Math.min(sent + this.#frameSize, times.length);
      const due = (times[end - 1] as number) - (times[0] as number);
      const wait = (1000 * due) / speed - (performance.now() - begun);
      if (wait > MIN_WAIT_MS) await sleep(wait, signal);
      await this.#client.drained(MAX_WAITING - end + sent, { signal }).catch((error) => {
        if (!signal.aborted) throw error;
      });
      if (signal.aborted) break;
      for (; sent < end; sent++) this.#send(sent);
    }
    await this.#client.stop(
      signal.aborted ? { signal: AbortSignal.timeout(STOP_PATIENCE_MS) } : {},
    );
    if (this.state.value.phase === 'failed') return;
    const compared = await this.#compared();
    this.#update({ phase: signal.aborted ? 'stopped' : 'done', cadence: 0, compared });
  }

  async #compared(): Promise<number> {
    const { known } = this.plan;
    if (!known || known.unknown.length === 0) return this.#client.totalSteps;
    // Few recordings have such stretches.
    const { compareSteps } = await import('@stepstream/analysis');
    return compareSteps(
      this.steps.map(({ timestamp }) => timestamp),
      known,
    ).counted;
  }

  #send(index: number): void {
    try {
      this.#client.send(sampleAt(this.plan.source, index));
    } catch (error) {
      if (!(error instanceof StepstreamError) || error.code !== 'invalid_sample') throw error;
      this.#unusable++;
      const count = this.#unusable;
      this.#update({ error: () => words().tryIt.unusable(count, error.message) });
    }
  }

  /** Shows how far the server's answers have come. */
  #show(): void {
    const { times } = this.plan.source;
    const { delivered, refused } = this.#client.counters;
    const answered = Math.min(delivered + refused + this.#unusable, times.length);
    const steps = this.#client.totalSteps;
    const cadence = Math.round(this.trace.cadence);
    const progress = Math.floor((100 * answered) / times.length) / 100;
    const last = times[Math.max(answered - 1, 0)] ?? 0;
    const seconds = Math.floor(last - (times[0] ?? 0));
    const { value } = this.state;
    // Most answers change nothing that is shown beside the trace.
    if (
      value.steps !== steps ||
      value.cadence !== cadence ||
      value.progress !== progress ||
      value.seconds !== seconds
    ) {
      this.#update({ steps, cadence, progress, seconds });
    }
  }

  #stateChanged({ state, code }: StateEvent): void {
    if (state === 'open') this.#update({ phase: 'running', error: null });
    else if (state === 'offline') this.#update({ error: lost });
    else if (state === 'closed' && code !== 1000) this.#update({ phase: 'failed', cadence: 0 });
  }

  #fail(error: unknown): void {
    // A client that was closed has told why.
    const known = this.state.value.error;
    const reason = error instanceof Error ? error.message : String(error);
    this.#update({ phase: 'failed', error: known ?? (() => sentence(reason)), cadence: 0 });
  }

  #update(change: Partial<RunState>): void {
    this.state.value = { ...this.state.value, ...change };
  }
}

function sentence(text: string): string {
  return text.replace(/\.?$/, '.');
}

/** Waits, or until it is aborted. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
