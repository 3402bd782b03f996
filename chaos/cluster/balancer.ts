import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findProgram,
  type ServerProcess,
  startServerProcess,
} from '@stepstream/testing/server-process';

/**
 * Starts HAProxy in front of servers: a new connection goes to the one that has fewest, and one that is not ready, or
 * does not answer, gets none.
 *
 * @throws {Error} when it is not installed
 */
export async function startBalancer(ports: readonly number[]): Promise<ServerProcess> {
  const program = findProgram('haproxy', '/usr/sbin');
  if (!program) throw new Error('no HAProxy here; apt-get install haproxy');
  const servers = ports.map(
    (port, i) =>
      `  server node${i + 1} 127.0.0.1:${port} check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions`,
  );
  return await startServerProcess({
    name: 'haproxy',
    configure: (folder, port) =>
      writeFile(
        join(folder, 'haproxy.cfg'),
        [
          ...['global', '  maxconn 4000', 'defaults', '  mode http', '  timeout connect 1s'],
          ...['  timeout client 60s', '  timeout server 60s', '  timeout tunnel 60s'],
          ...['  timeout check 500ms', 'frontend all', `  bind 127.0.0.1:${port}`],
          ...['  default_backend nodes', 'backend nodes', '  balance leastconn'],
          ...['  option httpchk GET /readyz', '  option redispatch', '  retries 2', ...servers, ''],
        ].join('\n'),
      ),
    command: (folder) => [program, '-f', join(folder, 'haproxy.cfg')],
    isReady: async () => true,
  });
}
