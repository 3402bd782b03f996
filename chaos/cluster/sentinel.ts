import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REDIS, runCommand } from '@stepstream/testing/redis-server';
import { type ServerProcess, startServerProcess } from '@stepstream/testing/server-process';

const SENTINELS = 3;
/** What the sentinels call the master. */
const NAME = 'main';
/** A master is taken for down after so long without an answer, in milliseconds. */
const DOWN_AFTER_MS = 1000;

/** A Redis with a replica, and sentinels that let one stand in for the other. */
export interface SentinelRedis {
  /** The URL for a login, as servers take it. */
  url(login: string): string;
  /** Lets a login in, or shuts it out and cuts its connections. */
  allow(login: string, isAllowed: boolean): Promise<void>;
  /** Kills the master; resolves when another one is. It comes back as a replica. */
  failOver(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Starts them.
 *
 * @throws {Error} when Redis is not installed
 */
export async function startSentinelRedis(): Promise<SentinelRedis> {
  const program = REDIS;
  if (!program) throw new Error('no Redis here; apt-get install redis-server');
  const processes: ServerProcess[] = [];
  const servers: ServerProcess[] = [];
  const remove = async () => {
    await Promise.all(processes.map((one) => one.remove()));
  };
  try {
    for (const _ of [0, 1]) {
      const master = servers[0];
      const server = await startServerProcess({
        name: 'redis',
        command: (folder, port) => [
          ...[program, '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
          ...['--save', '', '--appendonly', 'yes', '--repl-diskless-sync-delay', '0'],
          ...(master ? ['--replicaof', `127.0.0.1 ${master.port}`] : []),
        ],
        isReady: (port) => answers(port),
      });
      servers.push(server);
      processes.push(server);
    }
    const sentinels: ServerProcess[] = [];
    for (let i = 0; i < SENTINELS; i++) {
      const sentinel = await startServerProcess({
        name: 'sentinel',
        configure: (folder, port) =>
          writeFile(
            join(folder, 'sentinel.conf'),
            `port ${port}\nbind 127.0.0.1\nsentinel monitor ${NAME} 127.0.0.1 ${servers[0]?.port} 2\n` +
              `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}\nsentinel failover-timeout ${NAME} 5000\n`,
          ),
        command: (folder) => [program, join(folder, 'sentinel.conf'), '--sentinel'],
        isReady: (port) => answers(port),
      });
      sentinels.push(sentinel);
      processes.push(sentinel);
    }
    const masterPort = async () => {
      const [, port] = (await runCommand(sentinels[0]?.port ?? 0, [
        'SENTINEL',
        'GET-MASTER-ADDR-BY-NAME',
        NAME,
      ])) as string[];
      return Number(port);
    };
    const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return {
      url: (login) => `redis+sentinel://${login}:pw@${hosts}/${NAME}`,
      async allow(login, isAllowed) {
        for (const { port } of servers) {
          const rules = ['>pw', '~*', '&*', '+@all'];
          await runCommand(port, ['ACL', 'SETUSER', login, isAllowed ? 'on' : 'off', ...rules]);
          if (!isAllowed) await runCommand(port, ['CLIENT', 'KILL', 'USER', login]).catch(() => {});
        }
      },
      async failOver() {
        const before = await masterPort();
        const master = servers.find(({ port }) => port === before);
        await master?.kill();
        while ((await masterPort()) === before) await Bun.sleep(100);
        await master?.start();
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function answers(port: number): Promise<boolean> {
  return (await runCommand(port, ['PING']).catch(() => '')) === 'PONG';
}
