import { expect, test } from 'bun:test';
import { DEFAULT_CONFIG } from '../../config.ts';
import { checkWorkers, workerCommand, workersOf } from './worker-commands.ts';

const fit = {
  ...DEFAULT_CONFIG,
  workers: 3,
  store: 'redis://localhost',
  adminToken: 'a token',
} as const;

test('workers need a Redis, a port and a token in common', () => {
  expect(() => checkWorkers(fit)).not.toThrow();
  expect(() => checkWorkers({ ...fit, admin: 'open', adminToken: '' })).not.toThrow();
  const cluster = { ...fit, store: 'postgres://localhost', cluster: 'redis://localhost' };
  expect(() => checkWorkers(cluster)).not.toThrow();
  expect(() => checkWorkers({ ...fit, workers: 1, store: '' })).not.toThrow();
  expect(() => checkWorkers({ ...fit, store: '' })).toThrow('--store redis://');
  expect(() => checkWorkers({ ...fit, cluster: 'none' })).toThrow('--cluster redis://');
  expect(() => checkWorkers({ ...fit, port: 0 })).toThrow('--port');
  expect(() => checkWorkers({ ...fit, adminPort: 0 })).toThrow('--admin-port');
  expect(() => checkWorkers({ ...fit, adminToken: '' })).toThrow('--admin-token');
});

test('a worker is started as its supervisor was, alone, with its share of sessions', () => {
  const args = ['bun', 'main.ts', 'serve', '--workers', '3', '--max-sessions', '100'];
  const limits = { workers: 3, maxSessions: 100, maxDetached: 0 } as const;
  expect(workerCommand(limits, args)).toEqual([
    ...[process.execPath, 'main.ts', 'serve', '--workers', '3', '--max-sessions', '100'],
    ...['--workers', '1', '--max-sessions', '34', '--max-detached', '0'],
  ]);
});

test('auto is a worker for each processor', () => {
  expect(workersOf({ workers: 'auto' })).toBeGreaterThan(0);
  expect(workersOf({ workers: 4 })).toBe(4);
});
