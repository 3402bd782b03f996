import type { DetectorModel } from '@stepstream/detector';
import type { Config } from '../config.ts';
import type { Durability } from '../durable/index.ts';
import { maxOpenFiles } from '../limits/open-files.ts';
import { clusterMetrics, type WatchedCluster } from '../metrics/cluster-metrics.ts';
import { Metrics, type MetricsPeers } from '../metrics/metrics.ts';
import { type SessionMetricsOptions, sessionMetrics } from '../metrics/session-metrics.ts';
import { durabilityMetrics } from '../metrics/store-metrics.ts';
import { type StreamMetricsOptions, streamMetrics } from '../metrics/stream-metrics.ts';
import { type TrafficMetricsOptions, trafficMetrics } from '../metrics/traffic-metrics.ts';
import type { Clock } from '../session/index.ts';
import type { Logger } from './logger.ts';
import type { MemoryGuard } from './memory-guard.ts';

/** What metrics can be made of before there is anything else. */
export interface MetricsContext {
  readonly config: Pick<Config, 'slowFrameMs'> & { readonly peers?: MetricsPeers | undefined };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly model: DetectorModel;
  /** For what waits, and of all that there is, in bytes. */
  readonly budget: number;
  readonly memory: number;
  readonly guard: Pick<MemoryGuard, 'isShort'>;
  isDraining(): boolean;
}

/** Makes the metrics of an engine, which are told of frames and stores, and of the process. */
export function createMetrics(context: MetricsContext): Metrics {
  const { config, clock, logger, model, guard, budget, memory, isDraining } = context;
  return new Metrics({
    ...{ clock, logger, slowFrameMs: config.slowFrameMs, peers: config.peers },
    process: {
      ...{ budget, memory, isDraining, model: model.id, maxOpenFiles: maxOpenFiles() },
      isMemoryShort: () => guard.isShort,
    },
  });
}

/** What an engine has that counts. */
export interface WatchedEngine
  extends Omit<SessionMetricsOptions, 'maxDetached' | 'maxSessions'>,
    StreamMetricsOptions,
    TrafficMetricsOptions {
  readonly config: Pick<Config, 'maxDetached' | 'maxSessions'>;
  readonly durability: Durability;
  readonly cluster: WatchedCluster | undefined;
}

/** Has metrics tell what the parts of an engine count. */
export function watchEngine(metrics: Metrics, engine: WatchedEngine): void {
  const { maxDetached, maxSessions } = engine.config;
  metrics.add(sessionMetrics({ ...engine, maxDetached, maxSessions }));
  metrics.add(streamMetrics(engine));
  metrics.add(durabilityMetrics(engine.durability));
  metrics.add(clusterMetrics(engine.cluster));
  metrics.add(trafficMetrics(engine));
}
