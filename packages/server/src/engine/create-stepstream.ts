import { DEFAULT_MODEL, type DetectorModel, defaultModel } from '@stepstream/detector';
import { createSampleBlock } from '@stepstream/protocol';
import { createUserLabel } from '../audit/user-label.ts';
import { ClusterNode } from '../cluster/index.ts';
import { Durability, StoreLog } from '../durable/index.ts';
import { Hooks } from '../hooks/index.ts';
import { ResponseRules } from '../http/response-rules.ts';
import { createRestApp } from '../http/rest.ts';
import { Limits } from '../limits/limits.ts';
import { createMetricsRoute } from '../metrics/routes.ts';
import { createConsolePage } from '../page/page.ts';
import { createSessions, localDirectory, SessionRegistry, systemClock } from '../session/index.ts';
import { createMemoryStore, timedStore } from '../store/index.ts';
import { observers, Pinger, Scheduler, type StreamContext, TimeStamp } from '../stream/index.ts';
import { createAppFeeds } from './app-feeds.ts';
import { createAudit } from './audit.ts';
import { createBunTransport } from './bun-transport.ts';
import { createClientMemory } from './client-memory.ts';
import { Drain } from './drain.ts';
import { keepEngineParts } from './engine-parts.ts';
import { Gate } from './gate.ts';
import { createIdentity } from './identity.ts';
import { createIngest } from './ingest.ts';
import { LimitedGate } from './limited-gate.ts';
import { createLiveView } from './live-view.ts';
import { loadModel } from './load-model.ts';
import { logHooks } from './log-hooks.ts';
import { logRefusals } from './log-refusals.ts';
import { createLogger } from './logger.ts';
import { createMetrics, watchEngine } from './metrics.ts';
import { resolveOptions, type StepstreamOptions } from './options.ts';
import type { Stepstream } from './stepstream.ts';
import { createHistory } from './user-history.ts';

/** How long webhooks may take to send what is left, when the engine closes. */
const FEEDS_CLOSE_TIMEOUT_MS = 2000;
/** What the page tells of a server that somebody else has mounted. */
const NO_ADDRESSES = { lanUrl: () => undefined, selfSigned: false, secure: false };

/** A frame over the limit is answered; one this many times over is not read at all (close 1009). */
const UNREAD_FACTOR = 2;
/** Even where frames are to be short, this is read, and answered with what is wrong. */
const MIN_PAYLOAD_BYTES = 64 * 1024;

/**
 * Makes an engine: step detection that can be mounted in any server.
 *
 * ```ts
 * const engine = createStepstream();
 * Bun.serve({ fetch: engine.fetch, websocket: engine.websocket });
 * ```
 *
 * @throws {ModelError} when the model is named and can't be loaded
 * @throws {ConfigError} when a path can't be one, or tokens or webhooks lack a secret
 */
export function createStepstream(options: StepstreamOptions = {}): Stepstream {
  const config = resolveOptions(options);
  const model = modelOf(config.model);
  const clock = config.clock ?? systemClock;
  const startedAtMs = clock.monotonic();
  const uptime = () => Math.round(clock.monotonic() - startedAtMs) / 1000;
  const hooks = new Hooks();
  const logger = config.logger ?? createLogger(config.logLevel);
  const label = createUserLabel(config.hashUserIds, config.userIdKey);
  logHooks(hooks, logger, label);
  const audit = createAudit({ path: config.auditLog, label, clock, logger });
  const scheduler = new Scheduler();
  const limits = new Limits(config, clock, logRefusals(logger, clock, label));
  const { memory, budget, outbox, crowd, guard } = createClientMemory({ config, clock, logger });
  const metrics = createMetrics({
    ...{ config, clock, logger, model, budget, memory, guard },
    isDraining: () => drain.hasBegun,
  });
  const store = timedStore(config.store ?? createMemoryStore(), metrics.store);
  const durability = new Durability({
    store,
    clock,
    model: model.id,
    intervalSeconds: config.checkpointInterval,
    timeoutSeconds: config.sessionTimeout,
    resumeSeconds: config.maxDetached > 0 ? config.resumeWindow : 0,
    log: new StoreLog(logger, store.name),
    onSurrender: (session) => (cluster ?? registry).surrender(session),
    onError(error, session) {
      hooks.emit('error', undefined, error, { during: 'checkpoint', session });
    },
  });
  const cluster =
    config.clusterLink &&
    new ClusterNode({
      ...{ link: config.clusterLink, clock, durability, hooks, log: logger },
      registry: () => registry,
      sessions: () => sessions,
      hub: () => hub,
      lifetimeSeconds: config.checkpointInterval + config.sessionTimeout + config.resumeWindow,
      isDraining: () => drain.hasBegun,
    });
  const registry = new SessionRegistry({
    clock,
    model,
    hooks,
    timeoutSeconds: config.sessionTimeout,
    maxSessions: config.maxSessions,
    maxRate: config.maxRate,
    resume: { windowSeconds: config.resumeWindow, most: config.maxDetached },
    keeper: cluster?.keeper ?? durability.keeper,
  });
  const drain = new Drain({
    registry,
    clock,
    defaults: { delay: config.drainDelay, spread: config.drainSpread },
    flush: () => durability.buffer.flush(),
    ...(cluster && { hasOthers: () => cluster.hasOthers() }),
  });
  const isDraining = () => drain.hasBegun;
  const sessions = createSessions(registry);
  const directory = cluster?.directory ?? localDirectory(sessions);
  const { adminToken, access, claim, identify, streamsAs } = createIdentity({
    ...{ config, hooks, clock, logger, limits },
  });
  const { hub, taps } = createLiveView({
    ...{ registry, sessions, directory, hooks, clock, cluster, uptime, label },
    ...{ hashUserIds: config.hashUserIds, node: config.clusterLink?.node },
  });
  const onError = (error: unknown, request?: string) => {
    hooks.emit('error', undefined, error, { during: 'request', ...(request && { request }) });
  };
  const parties = { registry, sessions, access, audit, clock };
  const history = createHistory({
    ...parties,
    cluster,
    durability,
    onError,
    days: config.historyRetention,
    onForget: (userId) => hub.forgetUser(userId),
  });
  const feeds = createAppFeeds({
    ...{ hooks, sessions, access, audit, clock, limits, logger, webhooks: config.webhooks },
    elsewhere: cluster?.users,
    keepAliveSeconds: config.pingInterval,
  });
  const ingest = createIngest({
    config,
    ...{ sessions, claim, clock, isDraining, onError, scheduler, limits },
  });
  const paths = { basePath: config.basePath, streamPath: config.streamPath };
  const rest = createRestApp({
    sessions,
    directory,
    access,
    audit,
    uptime,
    isDraining,
    storeHealth: () => durability.health,
    clusterHealth: cluster && (() => cluster.membership.health),
    now: () => clock.now(),
    onError,
    page: createConsolePage({
      ...{ access, audit, model, streamsAs, publicUrl: config.publicUrl, ...paths },
      ...NO_ADDRESSES,
      ...config.page,
    }),
    more: [
      ...[history.routes, ingest, ...feeds.routes],
      createMetricsRoute({ access, metrics, isOpen: config.openMetrics ?? false }),
    ],
    ...paths,
  });

  const observer = observers(new Pinger(clock, config.pingInterval), guard);
  const stream: StreamContext = {
    registry,
    hooks,
    clock,
    ...{ scheduler, crowd, outbox, limits, taps, frames: metrics.frames },
    maxFrameBytes: config.maxFrameBytes,
    serverCounts() {
      const { sessions: activeSessions, requests: totalRequests } = directory.totals();
      return { activeSessions, totalRequests };
    },
    timeStamp: new TimeStamp(clock),
    block: createSampleBlock(),
  };
  const responses = new ResponseRules({ access, hstsSeconds: config.hsts });
  const inner = new Gate({
    access,
    claim,
    rest,
    responses,
    stream,
    isDraining,
    limits,
    live: { hub, clock, limits, outbox },
    ...paths,
  });
  const gate = new LimitedGate(inner, limits, responses);
  watchEngine(metrics, {
    ...{ config, registry, hooks, crowd, outbox, scheduler, limits, durability },
    ...{ cluster: cluster?.membership, answered: gate.answered, webhooks: feeds.webhooks },
  });
  const maxPayloadBytes = Math.max(UNREAD_FACTOR * config.maxFrameBytes, MIN_PAYLOAD_BYTES);
  const bun = createBunTransport(gate, observer, clock, maxPayloadBytes);

  const engine: Stepstream = {
    fetch: bun.fetch,
    websocket: bun.websocket,
    sessions,
    adminToken,
    on: (name, listener, listenOptions) => hooks.on(name, listener, listenOptions),
    authenticate: identify,
    report: (error) => onError(error),
    drain: (drainOptions) => drain.start(drainOptions),
    async close() {
      if (drain.hasBegun) {
        drain.hurry();
        await drain.start();
      }
      registry.close('server_closed');
      hub.close(drain.hasBegun ? 'restarting' : 'server_closed');
      const told = feeds.close(FEEDS_CLOSE_TIMEOUT_MS);
      await history.close();
      await durability.close();
      await cluster?.close();
      await told;
      await audit.close();
      metrics.close();
    },
  };
  const parts = {
    hooks,
    clock,
    gate,
    observer,
    registry,
    taps,
    durability,
    metrics,
    counters: { refused: limits.refused, slowReaders: outbox.ended, shed: crowd.shed },
    maxPayloadBytes,
    ...paths,
  };
  keepEngineParts(engine, parts);
  return engine;
}

/** The default model is part of the package; others are read from their files. */
function modelOf(model: DetectorModel | string): DetectorModel {
  if (model === DEFAULT_MODEL) return defaultModel();
  return typeof model === 'string' ? loadModel(model) : model;
}
