import { afterAll, beforeAll, expect, test } from 'bun:test';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEEDS_NODE, NODE } from '@stepstream/testing/node-22';
import {
  HAS_POSTGRES,
  type PostgresServer,
  startPostgres,
} from '@stepstream/testing/postgres-server';
import { HAS_REDIS, type RedisServer, startRedis } from '@stepstream/testing/redis-server';

const PROGRAM = join(import.meta.dir, 'testing/node-program.ts');

let postgres: PostgresServer | undefined;
let redis: RedisServer | undefined;
beforeAll(async () => {
  if (!NODE) return;
  if (HAS_POSTGRES) postgres = await startPostgres();
  if (HAS_REDIS) redis = await startRedis();
});
afterAll(async () => {
  await postgres?.remove();
  await redis?.remove();
});

test.skipIf(!NODE)(`under Node every store does what it does under Bun${NEEDS_NODE}`, async () => {
  const run = async (runtime: string, place: string, schema: string) => {
    await postgres?.run(`CREATE SCHEMA ${schema}`);
    const urls = [
      'memory',
      `sqlite:${join(tmpdir(), place)}`,
      ...(postgres ? [`${postgres.url()}?options=-csearch_path%3D${schema}`] : []),
      ...(redis ? [redis.url(`?prefix=${schema}`)] : []),
    ];
    const { stdout, stderr, exitCode } = Bun.spawnSync([runtime, PROGRAM, ...urls]);
    for (const suffix of ['', '-wal', '-shm'])
      await rm(join(tmpdir(), place + suffix), { force: true });
    expect({ exitCode, stderr: withoutWarnings(stderr.toString()) }).toEqual({
      exitCode: 0,
      stderr: '',
    });
    return stdout.toString().trim().split('\n');
  };
  const name = `stepstream-${crypto.randomUUID()}`;
  const underNode = await run(NODE, `${name}-node.db`, 'under_node');
  const underBun = await run(process.execPath, `${name}-bun.db`, 'under_bun');
  // What memory does is what all do.
  const expected = underBun.map(() => underBun[0] ?? '');
  expect(underBun).toEqual(expected);
  expect(underNode).toEqual(expected);
});

/** Node 22 calls its SQLite experimental. */
function withoutWarnings(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/ExperimentalWarning: (SQLite|Type Stripping)|--trace-warnings/.test(line))
    .join('\n');
}
