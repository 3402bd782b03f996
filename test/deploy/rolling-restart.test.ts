/** Servers behind proxies, restarted one after the other while people walk: nobody notices. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@stepstream/client';
import { HAPROXY_CLUSTER, needsProxy, PROXIES, startProxy } from '@stepstream/testing/proxy';
import {
  HAS_REDIS,
  NEEDS_REDIS,
  type RedisServer,
  startRedis,
} from '@stepstream/testing/redis-server';
import { type KeyPair, selfSignedCertificate } from 'stepstream';
import { aMinute, collect, impatient, replay, stepsOf, until } from '../client/world.ts';
import { type DurableServer, SERVE, startDurable } from '../durable/durable-server.ts';

setDefaultTimeout(180_000);

const SAMPLES = aMinute();
const STEPS = stepsOf(SAMPLES);
/** A minute in twelve seconds, or in twenty where there are more servers to be restarted. */
const SPEED = 5;
const SPEED_OF_THREE = 3;
const CLIENTS = 6;
const POLLERS = 4;
/** Proxies look every second whether a server is ready; it goes on for as long as they may need to notice. */
const DRAIN_DELAY = '2.5';

let folder: string;
let certificate: KeyPair;
let redis: RedisServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-rolling-'));
  certificate = await selfSignedCertificate(folder, []);
  if (HAS_REDIS) redis = await startRedis();
});
afterAll(async () => {
  await redis?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Two servers behind each, three behind HAProxy; and one behind the proxy that lets requests wait until it is back. */
const CASES = [
  ...PROXIES.map((kind) =>
    kind.name === 'haproxy' ? { kind: HAPROXY_CLUSTER, servers: 3 } : { kind, servers: 2 },
  ),
  ...PROXIES.filter(({ holds }) => holds).map((kind) => ({ kind, servers: 1 })),
];

describe.each(CASES.map((one) => ({ ...one, proxy: one.kind.name })))(
  '$servers behind $proxy',
  ({ kind, servers: count }) => {
    const name = `are restarted in turn, and no request fails, no step is lost${needsProxy(kind)}${NEEDS_REDIS}`;
    test.skipIf(kind.program === '' || !HAS_REDIS)(name, async () => {
      const settings = {
        STORE: redis.url(`/0?prefix=${kind.name}${count}`),
        PUBLIC_URL: 'https://steps.example.org',
        TRUST_PROXY: '1',
        CHECKPOINT_INTERVAL: '0.5',
        DRAIN_DELAY,
        DRAIN_SPREAD: '1',
        LOG_LEVEL: 'error',
      };
      const servers: DurableServer[] = [];
      while (servers.length < count) servers.push(await startDurable(SERVE, settings));
      const ports = servers.map(({ httpUrl }) => Number(new URL(httpUrl).port));
      const proxy = await startProxy(kind, { servers: ports, certificate });
      const tls = { ca: certificate.cert, checkServerIdentity: () => undefined };
      const headers = { host: 'steps.example.org' };
      class ProxiedSocket extends WebSocket {
        constructor(url: string) {
          super(url, { headers, tls } as never);
        }
      }
      const authority = `127.0.0.1:${proxy.port}`;
      const clients = Array.from({ length: CLIENTS }, () =>
        connect(`wss://${authority}/ws/realtime`, { ...impatient, WebSocket: ProxiedSocket }),
      );
      const errors = clients.map((client) => collect(client, 'error'));
      let isOver = false;
      const failures: unknown[] = [];
      let answered = 0;
      const poll = async (keepalive: boolean) => {
        while (!isOver) {
          try {
            const answer = await fetch(`https://${authority}/health`, { headers, tls, keepalive });
            await answer.arrayBuffer();
            if (answer.status === 200) answered++;
            else failures.push(answer.status);
          } catch (error) {
            failures.push(error);
          }
          await Bun.sleep(5);
        }
      };
      const polling = Array.from({ length: POLLERS }, (_, i) => poll(i % 2 === 0));
      try {
        await Promise.all(clients.map((client) => until(() => client.state === 'open')));
        const restarting = (async () => {
          const codes: unknown[] = [];
          for (const server of servers) {
            codes.push(await server.stop());
            await server.start();
            // A proxy that looks every second has to see that it is back.
            await Bun.sleep(2500);
          }
          return codes;
        })();
        await Promise.all(
          clients.map((client) => replay(client, SAMPLES, count > 2 ? SPEED_OF_THREE : SPEED)),
        );
        expect(await restarting).toEqual(servers.map(() => 0));
        const stopped = await Promise.all(clients.map((client) => client.stop()));
        isOver = true;
        await Promise.all(polling);
        expect(failures).toEqual([]);
        expect(answered).toBeGreaterThan(100);
        expect(errors.flat()).toEqual([]);
        for (const { totalSteps, delivered } of stopped) {
          expect({ totalSteps, delivered }).toEqual({
            totalSteps: STEPS.length,
            delivered: SAMPLES.length,
          });
        }
      } finally {
        isOver = true;
        await Promise.all(polling);
        await proxy.remove();
        for (const server of servers) await server.kill();
      }
    });
  },
);
