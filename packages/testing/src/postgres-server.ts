import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { asUser, findProgram, type ServerProcess, startServerProcess } from './server-process.ts';

const FOLDERS = debianFolders();
const POSTGRES = findProgram('postgres', ...FOLDERS);
const INITDB = findProgram('initdb', ...FOLDERS);
const USER = ownUser();

export const HAS_POSTGRES = Boolean(POSTGRES && INITDB);
/** For the names of tests that are skipped. */
export const NEEDS_POSTGRES = HAS_POSTGRES
  ? ''
  : ' (skipped: no PostgreSQL; apt-get install postgresql)';

/** A running PostgreSQL. */
export interface PostgresServer extends ServerProcess {
  /** @param path such as `/postgres?sslmode=disable` */
  url(path?: string, login?: string): string;
  /** Runs statements as the superuser. */
  run(sql: string, database?: string): Promise<void>;
}

export const PASSWORD = 's3cret/pass#word';

/**
 * Starts a PostgreSQL of this test's own. Its superuser is `stepstream`, with {@link PASSWORD}.
 *
 * @param isDurable whether it waits for the disk and has the memory that it comes with: for measurements
 */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer> {
  const server = await startServerProcess({
    name: 'postgres',
    ...(USER ? { user: USER } : {}),
    async prepare(folder) {
      const passwordFile = join(folder, 'password');
      await Bun.write(passwordFile, PASSWORD);
      const options = ['--auth=scram-sha-256', '-U', 'stepstream', `--pwfile=${passwordFile}`];
      const command = [INITDB ?? '', '-D', join(folder, 'data'), ...options, '--no-sync'];
      command.push('--encoding=UTF8', '--locale=C');
      const { exitCode, stderr } = Bun.spawnSync(asUser(USER, command), { cwd: folder });
      if (exitCode !== 0) throw new Error(stderr.toString());
    },
    command: (folder, port) => [
      ...[POSTGRES ?? '', '-D', join(folder, 'data'), '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...(isDurable ? [] : ['-c', 'fsync=off', '-c', 'shared_buffers=64MB']),
    ],
    isReady: async (port) => {
      const client = new Client({ connectionString: urlOf(port) });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        return true;
      } catch {
        return false;
      }
    },
  });
  return {
    ...server,
    url: (path, login) => urlOf(server.port, path, login),
    async run(sql, database = 'postgres') {
      const client = new Client({ connectionString: urlOf(server.port, `/${database}`) });
      // What happens to a statement is told by its promise.
      client.on('error', () => {});
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
  };
}

function urlOf(
  port: number,
  path = '/postgres',
  login = `stepstream:${encodeURIComponent(PASSWORD)}`,
): string {
  return `postgres://${login}@127.0.0.1:${port}${path}`;
}

/** Debian keeps each version's programs where no shell finds them. */
function debianFolders(): string[] {
  try {
    const versions = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
  } catch {
    return [];
  }
}

/** PostgreSQL does not run as the superuser; Debian's package has made it a user. */
function ownUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(Bun.spawnSync(['id', flag, 'postgres']).stdout.toString());
  return { uid: id('-u') || 65_534, gid: id('-g') || 65_534 };
}
