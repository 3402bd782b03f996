import type { Durability } from '../durable/index.ts';
import type { StoreObserver } from '../store/index.ts';
import { Histogram } from './histogram.ts';
import { byName, type Labels, type Metric } from './metric.ts';

/** Bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How long a store takes, and how often it fails, by what it was asked. */
export class StoreTimes implements StoreObserver {
  readonly #times = new Map<string, readonly [Labels, Histogram]>();
  readonly #errors = new Map<string, [Labels, number]>();

  asked(store: string, operation: string, seconds: number, hasFailed: boolean): void {
    const key = `${store} ${operation}`;
    let times = this.#times.get(key);
    let errors = this.#errors.get(key);
    if (!times || !errors) {
      const labels = { store, operation };
      times = [labels, new Histogram(BOUNDS)];
      errors = [labels, 0];
      this.#times.set(key, times);
      this.#errors.set(key, errors);
    }
    times[1].observe(seconds);
    if (hasFailed) errors[1]++;
  }

  readonly metrics: readonly Metric[] = [
    {
      name: 'stepstream_store_seconds',
      help: 'How long a store takes, by its kind (redis, postgres, sqlite, memory) and operation.',
      type: 'histogram',
      labels: ['store', 'operation'],
      read: () => this.#times.values(),
    },
    {
      name: 'stepstream_store_errors_total',
      help: 'Operations of a store that failed.',
      type: 'counter',
      labels: ['store', 'operation'],
      read: () => this.#errors.values(),
    },
  ];
}

/** What of sessions and history is safe, and what is not yet. */
export function durabilityMetrics(durability: Durability): Metric[] {
  const { buffer, keeper, written } = durability;
  return [
    {
      name: 'stepstream_store_up',
      help: '1 if the store works, 0 if writes wait for it (/readyz: degraded).',
      type: 'gauge',
      aggregator: 'min',
      read: () => Number(durability.health.state === 'healthy'),
    },
    {
      name: 'stepstream_store_waiting',
      help: 'Writes that wait: checkpoints and ends of sessions, and minutes of steps.',
      type: 'gauge',
      labels: ['what'],
      read: () => byName('what', buffer.waiting),
    },
    {
      name: 'stepstream_store_dropped_total',
      help: 'Writes that were dropped because too many waited.',
      type: 'counter',
      labels: ['what'],
      read: () => byName('what', { ...durability.dropped }),
    },
    {
      name: 'stepstream_checkpoint_interval_seconds',
      help: 'Within which every change of a session is saved (--checkpoint-interval); 0 if nothing outlives the process.',
      type: 'gauge',
      aggregator: 'max',
      read: () => keeper.intervalSeconds,
    },
    {
      name: 'stepstream_checkpoint_age_seconds',
      help: 'How long the session that has waited longest has had changes that are not saved.',
      type: 'gauge',
      aggregator: 'max',
      read: () => durability.oldestUnsafeSeconds,
    },
    {
      name: 'stepstream_checkpoints_total',
      help: 'Checkpoints: written; or outrun, because another server had continued the session.',
      type: 'counter',
      labels: ['outcome'],
      read: () => byName('outcome', { written: written.checkpoints, outrun: written.outrun }),
    },
    {
      name: 'stepstream_checkpoint_bytes_total',
      help: 'Bytes of the checkpoints that were written.',
      type: 'counter',
      read: () => written.bytes,
    },
  ];
}
