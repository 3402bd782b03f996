import { VERSION } from '../version.ts';
import type { EventLoopDelay } from './event-loop-delay.ts';
import type { Metric } from './metric.ts';

/** What the process is watched with. */
export interface ProcessMetricsOptions {
  readonly model: string;
  /** For what waits and has half come, and of all that there is, in bytes. */
  readonly budget: number;
  readonly memory: number;
  readonly delay: EventLoopDelay;
  /** As the system allows; undefined where it does not say. */
  readonly maxOpenFiles: number | undefined;
  isMemoryShort(): boolean;
  isDraining(): boolean;
  /** As of this scrape. */
  openFiles(): number | undefined;
}

/** The process: its memory, processor, files, and what it is. Names without `stepstream_` are everybody's. */
export function processMetrics(options: ProcessMetricsOptions): Metric[] {
  const startSeconds = Date.now() / 1000 - process.uptime();
  const build = { version: VERSION, model: options.model, runtime: runtime() };
  return [
    {
      name: 'stepstream_build_info',
      help: 'The version, the model of the detector and the runtime, as labels. Always 1.',
      type: 'gauge',
      labels: ['version', 'model', 'runtime'],
      aggregator: 'first',
      read: () => [[build, 1]],
    },
    {
      name: 'stepstream_draining',
      help: '1 while the server disconnects its clients because it stops.',
      type: 'gauge',
      aggregator: 'max',
      read: () => Number(options.isDraining()),
    },
    {
      name: 'stepstream_event_loop_delay_seconds',
      help: 'How late timers fire, ten times a second since the first scrape: everybody waits for as long.',
      type: 'histogram',
      read: () => [[{}, options.delay.histogram]],
    },
    {
      name: 'stepstream_memory_budget_bytes',
      help: 'Memory for unread answers and half-sent frames of all clients (--memory-budget); for a worker, its share.',
      type: 'gauge',
      read: () => options.budget,
    },
    {
      name: 'stepstream_memory_available_bytes',
      help: 'Memory of the container, or of the machine; for a worker, its share.',
      type: 'gauge',
      aggregator: 'max',
      read: () => options.memory,
    },
    {
      name: 'stepstream_memory_short',
      help: '1 while memory is short, and clients that give no sign of life are closed.',
      type: 'gauge',
      aggregator: 'max',
      read: () => Number(options.isMemoryShort()),
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Memory of the process.',
      type: 'gauge',
      read: () => process.memoryUsage.rss(),
    },
    {
      name: 'stepstream_heap_bytes',
      help: 'Part of that: JavaScript objects in use.',
      type: 'gauge',
      read: () => process.memoryUsage().heapUsed,
    },
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time that the process has used.',
      type: 'counter',
      read() {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
    },
    {
      name: 'process_start_time_seconds',
      help: 'When the process began, in Unix time.',
      type: 'gauge',
      aggregator: 'min',
      read: () => startSeconds,
    },
    {
      name: 'process_open_fds',
      help: 'Open files and sockets; absent if the system does not tell.',
      type: 'gauge',
      read: () => options.openFiles(),
    },
    {
      name: 'process_max_fds',
      help: 'How many may be open (ulimit -n); absent if the system does not tell.',
      type: 'gauge',
      read: () => options.maxOpenFiles,
    },
  ];
}

function runtime(): string {
  const { bun, node } = process.versions;
  return bun === undefined ? `node ${node}` : `bun ${bun}`;
}
