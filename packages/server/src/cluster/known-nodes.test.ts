import { expect, test } from 'bun:test';
import { KnownNodes } from './known-nodes.ts';

const HERE = { id: 'aaaaaaaa-1', sessions: 3, requests: 10, name: 'here (1)', startedAt: 5 };
const OTHER = { id: 'bbbbbbbb-2', sessions: 4, requests: 20, name: 'there (2)', isDraining: true };
const HEALTHY = { state: 'healthy' } as const;

test('this server is told first, then the others, with what they say of themselves', () => {
  const { nodes, alone_since } = new KnownNodes().update(HERE, [OTHER], HEALTHY, 50_000);
  expect(alone_since).toBeNull();
  expect(nodes).toEqual([
    {
      ...{ id: 'aaaaaaaa', name: 'here (1)', state: 'ready', sessions: 3, requests: 10 },
      ...{ started_at: 5, heard_at: 50, is_here: true },
    },
    {
      ...{ id: 'bbbbbbbb', name: 'there (2)', state: 'draining', sessions: 4, requests: 20 },
      ...{ started_at: null, heard_at: 50, is_here: false },
    },
  ]);
});

test('one that is not heard any more is gone, and is shown so for a while', () => {
  const known = new KnownNodes();
  known.update(HERE, [OTHER], HEALTHY, 50_000);
  const [, gone] = known.update(HERE, [], HEALTHY, 60_000).nodes;
  expect(gone).toMatchObject({ state: 'gone', sessions: 0, heard_at: 50 });
  expect(known.update(HERE, [OTHER], HEALTHY, 61_000).nodes[1]).toMatchObject({ heard_at: 61 });
  expect(known.update(HERE, [], HEALTHY, 3_600_000).nodes).toHaveLength(1);
});

test('while nobody is heard, nobody is said to be gone', () => {
  const known = new KnownNodes();
  known.update(HERE, [OTHER], HEALTHY, 50_000);
  const away = { state: 'away', since: 55_000 } as const;
  const { nodes, alone_since } = known.update(HERE, [], away, 60_000);
  expect(alone_since).toBe(55);
  expect(nodes[1]).toMatchObject({ state: 'draining', heard_at: 50 });
});
