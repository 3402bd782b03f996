import type { Webhooks } from '../webhooks/webhooks.ts';
import { byName, type Labels, type Metric } from './metric.ts';

/** What goes in and out beside streams. */
export interface TrafficMetricsOptions {
  /** Answers of HTTP by status. */
  readonly answered: Readonly<Record<string, number>>;
  readonly webhooks: Pick<Webhooks, 'deadLetters' | 'endpoints'> | undefined;
}

/** Requests, and messages to other programs. */
export function trafficMetrics({ answered, webhooks }: TrafficMetricsOptions): Metric[] {
  const ofEndpoints = (value: 'delivered' | 'waiting') =>
    webhooks?.endpoints.map((one): readonly [Labels, number] => [
      { endpoint: `${one.number}` },
      one[value],
    ]);
  return [
    {
      name: 'stepstream_http_requests_total',
      help: 'HTTP requests that were answered, by status; without accepted WebSockets.',
      type: 'counter',
      labels: ['status'],
      read: () => byName('status', answered),
    },
    {
      name: 'stepstream_webhooks_delivered_total',
      help: 'Messages that an endpoint of --webhook-url has accepted, by its place in the setting.',
      type: 'counter',
      labels: ['endpoint'],
      read: () => ofEndpoints('delivered'),
    },
    {
      name: 'stepstream_webhooks_waiting',
      help: 'Messages that wait for an endpoint, including those to be tried again.',
      type: 'gauge',
      labels: ['endpoint'],
      read: () => ofEndpoints('waiting'),
    },
    {
      name: 'stepstream_webhooks_dead_letters',
      help: 'Messages that were given up, and are kept until somebody retries them (GET /webhooks/dead-letters).',
      type: 'gauge',
      read: () => webhooks?.deadLetters.all.length,
    },
  ];
}
