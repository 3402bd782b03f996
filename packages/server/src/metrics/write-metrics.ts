import type { Registry } from '@prometheus-io/client';
import type { HistogramCounts } from './histogram.ts';
import type { HistogramMetric, Labels, Metric, NumberMetric } from './metric.ts';

/** A value as the registry of `@prometheus-io/client` takes it. */
interface Value {
  readonly labels: Labels & { readonly le?: number | '+Inf' };
  readonly value: number;
  readonly metricName?: string;
}

/** What is scraped, and how it is called. */
export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/**
 * Writes metrics as Prometheus reads them.
 *
 * The library is loaded by the first who asks: it takes 18 MB, and most servers are never scraped. Of its own counters
 * none is used, for they would be on the way of every frame; its registry takes whatever can be asked for its values.
 */
export async function writeMetrics(metrics: readonly Metric[]): Promise<MetricsText> {
  const registry = await registryOf(metrics);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** A registry of metrics, which reads each of them whenever it is asked. */
export async function registryOf(metrics: readonly Metric[]): Promise<Registry> {
  const { Registry } = await import('@prometheus-io/client');
  const registry = new Registry();
  for (const metric of metrics) {
    const { name, help, type, aggregator = 'sum' } = metric;
    const get = () => ({ name, help, type, aggregator, values: valuesOf(metric) });
    // Its types know its own classes alone; the library itself registers such objects where it adds up processes.
    registry.registerMetric({ name, help, type, aggregator, get } as never);
  }
  return registry;
}

function valuesOf(metric: Metric): Value[] {
  return metric.type === 'histogram' ? bucketsOf(metric) : numbersOf(metric);
}

function numbersOf(metric: NumberMetric): Value[] {
  const read = metric.read();
  if (read === undefined) return [];
  if (typeof read === 'number') return [{ labels: {}, value: read }];
  return Array.from(read, ([labels, value]) => ({ labels, value }));
}

function bucketsOf(metric: HistogramMetric): Value[] {
  return Array.from(metric.read()).flatMap(([labels, counts]) =>
    valuesOfHistogram(metric.name, labels, counts),
  );
}

/** Prometheus wants the values up to each bound, not those between two. */
function valuesOfHistogram(
  name: string,
  labels: Labels,
  { bounds, counts, sum }: HistogramCounts,
): Value[] {
  const values: Value[] = [];
  let upTo = 0;
  for (const [i, le] of [...bounds, '+Inf' as const].entries()) {
    upTo += counts[i] ?? 0;
    values.push({ metricName: `${name}_bucket`, labels: { ...labels, le } as never, value: upTo });
  }
  values.push({ metricName: `${name}_sum`, labels, value: sum });
  values.push({ metricName: `${name}_count`, labels, value: upTo });
  return values;
}
