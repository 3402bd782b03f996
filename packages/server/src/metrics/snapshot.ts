import { z } from 'zod';
import type { Labels, Metric } from './metric.ts';

/** JSON knows no infinity. */
const INFINITE = 'Infinity';
const numeral = z.union([
  z.number(),
  z.literal(INFINITE).transform(() => Number.POSITIVE_INFINITY),
]);
const labels = z.record(z.string(), z.string());
const described = {
  name: z.string(),
  help: z.string(),
  labels: z.array(z.string()).optional(),
  aggregator: z.enum(['sum', 'max', 'min', 'first']).optional(),
};
const Snapshot = z.array(
  z.discriminatedUnion('type', [
    z.object({
      ...described,
      type: z.enum(['counter', 'gauge']),
      values: z.array(z.tuple([labels, numeral])),
    }),
    z.object({
      ...described,
      type: z.literal('histogram'),
      values: z.array(
        z.tuple([
          labels,
          z.object({ bounds: z.array(z.number()), counts: z.array(z.number()), sum: z.number() }),
        ]),
      ),
    }),
  ]),
);
type Snapshot = z.infer<typeof Snapshot>;

/** All that metrics tell now, for another process. */
export function takeSnapshot(metrics: readonly Metric[]): string {
  const snapshot = metrics.map((metric) => {
    const { name, help, type, labels, aggregator } = metric;
    return { name, help, type, labels, aggregator, values: valuesOf(metric) };
  });
  return JSON.stringify(snapshot, (_, value) =>
    value === Number.POSITIVE_INFINITY ? INFINITE : value,
  );
}

function valuesOf(metric: Metric) {
  if (metric.type === 'histogram') {
    return Array.from(metric.read(), ([labels, { bounds, counts, sum }]) => [
      labels,
      { bounds, counts: Array.from(counts), sum },
    ]);
  }
  const read = metric.read() ?? [];
  return typeof read === 'number' ? [[{}, read]] : Array.from(read);
}

/**
 * The metrics of several workers as those of one server, each value with its worker. No sums: a counter that begins
 * anew with its worker would make a sum go down, which Prometheus takes for a restart of all.
 *
 * @param snapshots by the number of the worker; what can't be read, as of another version, is left out
 */
export function mergeSnapshots(snapshots: ReadonlyMap<number, string>): Metric[] {
  const all = [...snapshots]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([worker, text]) =>
      read(text).map((metric) => ({ ...metric, values: withWorker(worker, metric) })),
    );
  return [...Map.groupBy(all, ({ name }) => name).values()].map((ofName) => {
    const [{ name, help, type, labels = [] }] = ofName as [(typeof all)[number]];
    const values = ofName.filter((one) => one.type === type).flatMap((one) => one.values);
    return { name, help, type, labels: ['worker', ...labels], read: () => values } as Metric;
  });
}

function withWorker(worker: number, { values }: Snapshot[number]) {
  return values.map(
    ([labels, value]) => [{ worker: `${worker}`, ...labels } satisfies Labels, value] as const,
  );
}

function read(text: string): Snapshot {
  try {
    return Snapshot.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    return [];
  }
}
