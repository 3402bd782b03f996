import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HAPROXY_CLUSTER, needsProxy, startProxy } from '@stepstream/testing/proxy';
import { HAS_REDIS, NEEDS_REDIS, startRedis } from '@stepstream/testing/redis-server';
import type { ServerProcess } from '@stepstream/testing/server-process';
import { selfSignedCertificate } from 'stepstream';
import { ChaosServer } from './server.ts';

/** The name under which HAProxy publishes the servers. */
const HOST = 'steps.example.org';
/** How many servers `deploy/haproxy/cluster.cfg` names. */
const NODES = 3;

/** Three real servers that share a Redis, behind HAProxy with its configuration in `deploy/`, all on this machine. */
export interface Cluster {
  readonly nodes: readonly ChaosServer[];
  /** Where clients stream to: over TLS, through HAProxy. */
  readonly streamUrl: string;
  /** A WebSocket that knows the certificate. */
  readonly WebSocket: typeof WebSocket;
  /** Asks whichever server HAProxy chooses. */
  ask(path: string): Promise<Response>;
  remove(): Promise<void>;
}

/**
 * Starts them.
 *
 * @param args flags of `stepstream serve` for each
 * @throws {Error} where HAProxy or Redis is not installed
 */
export async function startCluster(args: readonly string[]): Promise<Cluster> {
  const missing = needsProxy(HAPROXY_CLUSTER) + NEEDS_REDIS;
  if (missing !== '' || !HAS_REDIS) throw new Error(`no cluster here${missing}`);
  const started: { remove(): Promise<unknown> }[] = [];
  const remove = async () => {
    for (const one of started.splice(0).reverse()) await one.remove();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'stepstream-cluster-'));
    started.push({ remove: () => rm(folder, { recursive: true, force: true }) });
    const certificate = await selfSignedCertificate(folder, []);
    const redis = await startRedis();
    started.push(redis);
    const nodes: ChaosServer[] = [];
    const shared = [
      ...['--store', redis.url(), '--public-url', `https://${HOST}`],
      ...['--trust-proxy', '1', '--trust-user-ids'],
    ];
    while (nodes.length < NODES) {
      const node = await ChaosServer.start([...shared, ...args]);
      started.push({ remove: () => node.stop() });
      nodes.push(node);
    }
    const servers = nodes.map(({ url }) => Number(new URL(url).port));
    const proxy = await startProxy(HAPROXY_CLUSTER, { servers, certificate });
    started.push(proxy);
    return { nodes, ...waysThrough(proxy, certificate.cert), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function waysThrough(proxy: ServerProcess, ca: string) {
  const trust = {
    headers: { host: HOST },
    tls: { ca, checkServerIdentity: () => undefined },
  };
  class ProxiedSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, trust as never);
    }
  }
  return {
    streamUrl: `wss://127.0.0.1:${proxy.port}/ws/realtime`,
    WebSocket: ProxiedSocket as typeof WebSocket,
    ask: (path: string) => fetch(`https://127.0.0.1:${proxy.port}${path}`, trust),
  };
}
