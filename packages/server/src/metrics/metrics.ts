import type { Clock } from '../session/index.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { FrameTimes } from './frame-times.ts';
import type { Metric } from './metric.ts';
import { openFiles } from './open-files.ts';
import { type ProcessMetricsOptions, processMetrics } from './process-metrics.ts';
import { createSlowFrameLog } from './slow-frame-log.ts';
import { mergeSnapshots, takeSnapshot } from './snapshot.ts';
import { StoreTimes } from './store-metrics.ts';
import type { MetricsText } from './write-metrics.ts';

/** The other processes of a server that has several, as far as metrics are told together. */
export interface MetricsPeers {
  /** This process among them, from 1 on. */
  readonly number: number;
  /** What the others tell, by their numbers; without those that do not answer in time. Never rejects. */
  collect(): Promise<ReadonlyMap<number, string>>;
  /** Says what this one tells when another one is scraped. */
  onAsked(tell: () => Promise<string>): void;
}

/** What metrics need to be told. */
export interface MetricsOptions {
  readonly clock: Clock;
  readonly logger: { warn(fields: object, message: string): void };
  /** From how long on a frame is slow, in milliseconds; 0 where none is. */
  readonly slowFrameMs: number;
  readonly process: Omit<ProcessMetricsOptions, 'delay' | 'openFiles'>;
  readonly peers?: MetricsPeers | undefined;
}

/** All that operators can watch of an engine. Most of it is read when somebody asks, and costs nothing until then. */
export class Metrics {
  /** Is told of each frame. */
  readonly frames: FrameTimes;
  /** Is told of what stores are asked. */
  readonly store = new StoreTimes();
  readonly #delay = new EventLoopDelay();
  readonly #all: Metric[] = [];
  readonly #peers: MetricsPeers | undefined;
  #openFiles: number | undefined;

  constructor({ clock, logger, slowFrameMs, process, peers }: MetricsOptions) {
    const onSlow = createSlowFrameLog(logger, clock);
    this.frames = new FrameTimes({ clock, slowMs: slowFrameMs, onSlow });
    const openFiles = () => this.#openFiles;
    this.add(processMetrics({ ...process, delay: this.#delay, openFiles }));
    this.add(this.frames.metrics);
    this.add(this.store.metrics);
    this.#peers = peers;
    peers?.onAsked(() => this.#snapshot());
  }

  /** All of them, in the order of the documents. */
  get all(): readonly Metric[] {
    return this.#all;
  }

  /** More to watch. */
  add(metrics: readonly Metric[]): void {
    this.#all.push(...metrics);
  }

  /** All that they tell now, as Prometheus reads it; with what the other processes of this server tell. */
  async scrape(): Promise<MetricsText> {
    const { writeMetrics } = await import('./write-metrics.ts');
    if (!this.#peers) {
      await this.#look();
      return await writeMetrics(this.#all);
    }
    const [others, own] = await Promise.all([this.#peers.collect(), this.#snapshot()]);
    return await writeMetrics(mergeSnapshots(new Map(others).set(this.#peers.number, own)));
  }

  async #snapshot(): Promise<string> {
    await this.#look();
    return takeSnapshot(this.#all);
  }

  /** Looks at what is not known at any moment. */
  async #look(): Promise<void> {
    this.#delay.start();
    this.#openFiles = await openFiles();
  }

  /** Looks at nothing any more. */
  close(): void {
    this.#delay.stop();
  }
}
