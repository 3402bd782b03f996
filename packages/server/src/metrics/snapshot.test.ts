import { expect, test } from 'bun:test';
import { Histogram } from './histogram.ts';
import type { Metric } from './metric.ts';
import { mergeSnapshots, takeSnapshot } from './snapshot.ts';
import { writeMetrics } from './write-metrics.ts';

/** What a worker tells that has answered so many frames. */
function metricsOf(frames: number): Metric[] {
  const times = new Histogram([0.1, 1]);
  for (let i = 0; i < frames; i++) times.observe(0.5);
  return [
    { name: 'frames_total', help: 'Frames.', type: 'counter', read: () => frames },
    {
      name: 'limit',
      help: 'Limits.',
      type: 'gauge',
      labels: ['state'],
      read: () => [[{ state: 'live' }, Number.POSITIVE_INFINITY]],
    },
    { name: 'absent', help: 'Nothing.', type: 'gauge', read: () => undefined },
    { name: 'seconds', help: 'Times.', type: 'histogram', read: () => [[{}, times]] },
  ];
}

test('metrics of workers come in one text, each value with its worker', async () => {
  const snapshots = new Map([
    [2, takeSnapshot(metricsOf(3))],
    [1, takeSnapshot(metricsOf(5))],
    [3, 'no snapshot'],
    [4, '[{"name":"of another version"}]'],
  ]);
  const { text } = await writeMetrics(mergeSnapshots(snapshots));
  expect(text.split('\n').filter((line) => line !== '' && !line.includes('absent'))).toEqual([
    ...['# HELP frames_total Frames.', '# TYPE frames_total counter'],
    ...['frames_total{worker="1"} 5', 'frames_total{worker="2"} 3'],
    ...['# HELP limit Limits.', '# TYPE limit gauge'],
    ...['limit{worker="1",state="live"} +Inf', 'limit{worker="2",state="live"} +Inf'],
    ...['# HELP seconds Times.', '# TYPE seconds histogram'],
    ...[1, 2].flatMap((worker) => {
      const n = worker === 1 ? 5 : 3;
      return [
        ...[`seconds_bucket{worker="${worker}",le="0.1"} 0`],
        ...[`seconds_bucket{worker="${worker}",le="1"} ${n}`],
        ...[`seconds_bucket{worker="${worker}",le="+Inf"} ${n}`],
        ...[`seconds_sum{worker="${worker}"} ${n / 2}`, `seconds_count{worker="${worker}"} ${n}`],
      ];
    }),
  ]);
});
