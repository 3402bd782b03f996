import type { Clock } from '../session/index.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { FrameTimes } from './frame-times.ts';
import type { Metric } from './metric.ts';
import { openFiles } from './open-files.ts';
import { type ProcessMetricsOptions, processMetrics } from './process-metrics.ts';
import { createSlowFrameLog } from './slow-frame-log.ts';
import { StoreTimes } from './store-metrics.ts';
import type { MetricsText } from './write-metrics.ts';

/** What metrics need to be told. */
export interface MetricsOptions {
  readonly clock: Clock;
  readonly logger: { warn(fields: object, message: string): void };
  /** From how long on a frame is slow, in milliseconds; 0 where none is. */
  readonly slowFrameMs: number;
  readonly process: Omit<ProcessMetricsOptions, 'delay' | 'openFiles'>;
}

/** All that operators can watch of an engine. Most of it is read when somebody asks, and costs nothing until then. */
export class Metrics {
  /** Is told of each frame. */
  readonly frames: FrameTimes;
  /** Is told of what stores are asked. */
  readonly store = new StoreTimes();
  readonly #delay = new EventLoopDelay();
  readonly #all: Metric[] = [];
  #openFiles: number | undefined;

  constructor({ clock, logger, slowFrameMs, process }: MetricsOptions) {
    const onSlow = createSlowFrameLog(logger, clock);
    this.frames = new FrameTimes({ clock, slowMs: slowFrameMs, onSlow });
    const openFiles = () => this.#openFiles;
    this.add(processMetrics({ ...process, delay: this.#delay, openFiles }));
    this.add(this.frames.metrics);
    this.add(this.store.metrics);
  }

  /** All of them, in the order of the documents. */
  get all(): readonly Metric[] {
    return this.#all;
  }

  /** More to watch. */
  add(metrics: readonly Metric[]): void {
    this.#all.push(...metrics);
  }

  /** All that they tell now, as Prometheus reads it. */
  async scrape(): Promise<MetricsText> {
    this.#delay.start();
    const [{ writeMetrics }, files] = await Promise.all([
      import('./write-metrics.ts'),
      openFiles(),
    ]);
    this.#openFiles = files;
    return await writeMetrics(this.#all);
  }

  /** Looks at nothing any more. */
  close(): void {
    this.#delay.stop();
  }
}
