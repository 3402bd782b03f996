import type { Crowd, Outbox, Scheduler } from '../stream/index.ts';
import { byName, type Metric } from './metric.ts';

/** What streams are watched with. */
export interface StreamMetricsOptions {
  readonly crowd: Pick<Crowd, 'shed' | 'size'>;
  readonly outbox: Pick<Outbox, 'ended' | 'totalBytes'>;
  readonly scheduler: Pick<Scheduler, 'waitingCost'>;
  readonly limits: { readonly viewers: number; readonly refused: Readonly<Record<string, number>> };
}

/** What waits, who was refused, and who had to go. */
export function streamMetrics({
  crowd,
  outbox,
  scheduler,
  limits,
}: StreamMetricsOptions): Metric[] {
  return [
    {
      name: 'stepstream_sockets',
      help: 'Open WebSockets: of clients, and of consoles that watch.',
      type: 'gauge',
      labels: ['of'],
      read: () => byName('of', { clients: crowd.size, consoles: limits.viewers }),
    },
    {
      name: 'stepstream_queued_bytes',
      help: 'Bytes that wait (about): answers that clients have not read; frames and pushes that wait for their turn.',
      type: 'gauge',
      labels: ['what'],
      read: () => byName('what', { answers: outbox.totalBytes, frames: scheduler.waitingCost }),
    },
    {
      name: 'stepstream_refused_total',
      help: 'Refusals, by the limit that was reached (docs/limits.md).',
      type: 'counter',
      labels: ['limit'],
      read: () => byName('limit', limits.refused),
    },
    {
      name: 'stepstream_slow_readers_total',
      help: 'Connections that were closed because their answers were not read: for ten seconds, or too many.',
      type: 'counter',
      labels: ['why'],
      read: () =>
        byName('why', { stalled: outbox.ended.stalled, over_budget: outbox.ended.overBudget }),
    },
    {
      name: 'stepstream_shed_total',
      help: 'Clients that were closed to make room: silent ones on a full server, and, when memory was short, dead or quiet ones.',
      type: 'counter',
      labels: ['why'],
      read: () => byName('why', crowd.shed),
    },
  ];
}
