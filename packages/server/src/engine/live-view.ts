import type { UserLabel } from '../audit/user-label.ts';
import type { ClusterNode } from '../cluster/index.ts';
import type { Hooks } from '../hooks/index.ts';
import { LiveHub } from '../live/hub.ts';
import type { Clock, SessionDirectory, SessionRegistry, Sessions } from '../session/index.ts';
import { FrameTaps } from '../stream/index.ts';

/** What the live view needs. */
export interface LiveViewContext {
  readonly registry: SessionRegistry;
  readonly sessions: Sessions;
  readonly directory: Pick<SessionDirectory, 'totals'>;
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly cluster: ClusterNode | undefined;
  readonly node: string | undefined;
  /** What users are called in logs. */
  readonly label: UserLabel;
  readonly hashUserIds: boolean;
  /** Seconds since the engine began. */
  uptime(): number;
}

/** Makes what operators see live, and where it looks at single frames. */
export function createLiveView(context: LiveViewContext): {
  readonly hub: LiveHub;
  readonly taps: FrameTaps;
} {
  const { registry, directory, cluster, label, hashUserIds, ...rest } = context;
  const taps = new FrameTaps();
  const hub = new LiveHub({
    ...rest,
    taps,
    label: hashUserIds ? label : undefined,
    away: () => registry.away(),
    totalRequests: () => directory.totals().requests,
    elsewhere: cluster?.live,
    nodes: () => cluster?.membership.nodes(),
  });
  return { hub, taps };
}
