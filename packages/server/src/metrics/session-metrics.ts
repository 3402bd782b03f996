import { CLOSE_REASONS } from '@stepstream/protocol';
import type { Hooks } from '../hooks/index.ts';
import type { SessionRegistry } from '../session/index.ts';
import { byName, type Metric, zeros } from './metric.ts';

/** What sessions are watched with. */
export interface SessionMetricsOptions {
  readonly registry: Pick<
    SessionRegistry,
    'context' | 'detached' | 'intake' | 'size' | 'totalRequests'
  >;
  readonly hooks: Pick<Hooks, 'on'>;
  /** As they are set; 0 for any number. */
  readonly maxSessions: number;
  readonly maxDetached: number;
}

/** Who is there, and what was counted. It listens to the hooks, as an extension would; but not to each sample. */
export function sessionMetrics(options: SessionMetricsOptions): Metric[] {
  const { registry, hooks, maxSessions, maxDetached } = options;
  const started = { new: 0, resumed: 0 };
  // All from the beginning: of a counter that is not there yet, nobody sees the first one.
  const ended = zeros([...Object.keys(CLOSE_REASONS), 'disconnected']);
  const errors = zeros(['frame', 'request', 'checkpoint', 'authenticate']);
  hooks.on('sessionStart', (_, { resumed }) => {
    started[resumed ? 'resumed' : 'new']++;
  });
  hooks.on('sessionEnd', (_, reason) => {
    ended[reason] = (ended[reason] ?? 0) + 1;
  });
  hooks.on('error', (_, { during }) => {
    errors[during] = (errors[during] ?? 0) + 1;
  });
  return [
    {
      name: 'stepstream_sessions',
      help: 'Sessions: live, and detached, which wait for their clients to come back.',
      type: 'gauge',
      labels: ['state'],
      read: () => byName('state', { live: registry.size, detached: registry.detached }),
    },
    {
      name: 'stepstream_sessions_limit',
      help: 'Highest number of sessions (--max-sessions, --max-detached); +Inf without a limit.',
      type: 'gauge',
      labels: ['state'],
      read: () =>
        byName('state', { live: maxSessions || Number.POSITIVE_INFINITY, detached: maxDetached }),
    },
    {
      name: 'stepstream_sessions_started_total',
      help: 'Sessions that began, and sessions that were resumed.',
      type: 'counter',
      labels: ['how'],
      read: () => byName('how', started),
    },
    {
      name: 'stepstream_sessions_ended_total',
      help: 'Sessions that ended here, by reason: close reasons of docs/protocol.md, or disconnected.',
      type: 'counter',
      labels: ['reason'],
      read: () => byName('reason', ended),
    },
    {
      name: 'stepstream_frames_total',
      help: 'Messages from clients, of every kind.',
      type: 'counter',
      read: () => registry.totalRequests,
    },
    {
      name: 'stepstream_samples_total',
      help: 'Samples that were taken in.',
      type: 'counter',
      read: () => registry.intake.counted.samples,
    },
    {
      name: 'stepstream_steps_total',
      help: 'Steps that were confirmed.',
      type: 'counter',
      read: () => registry.intake.counted.steps,
    },
    {
      name: 'stepstream_errors_total',
      help: 'Unexpected failures, by what was being done; each is in the log.',
      type: 'counter',
      labels: ['during'],
      read: () => byName('during', errors),
    },
  ];
}
