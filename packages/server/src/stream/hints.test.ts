import { expect, test } from 'bun:test';
import { streamWorld } from './testing/stream-world.ts';

const RESUME = { resume: { windowSeconds: 120, most: 10 } };

/** Five seconds of a signal in g, from a time on. */
const inG = (start: number) => ({
  samples: Array.from({ length: 250 }, (_, i) => ({
    timestamp: start + i / 50,
    accel_x: 0,
    accel_y: 0,
    accel_z: 1 + 0.05 * Math.sin(i / 3),
  })),
});

const hintsIn = (messages: readonly { readonly type: string }[]) =>
  messages.filter(({ type }) => type === 'hint').length;

test('a hint is told once, and not again after its client has come back', () => {
  const { open, registry } = streamWorld(RESUME);
  const first = open({ speaksV1: true });
  expect(hintsIn(first.tell(inG(0)))).toBe(1);
  const { session } = first;
  const token = session?.resumeToken ?? '';
  first.connection.closed();
  const second = open({ speaksV1: true, resume: { token, answered: undefined } });
  expect(hintsIn(second.tell(inG(5)))).toBe(0);
  expect(registry.size).toBe(1);
});

test('a client that has configured something hears hints on its next connection, too', () => {
  const { open } = streamWorld(RESUME);
  const first = open();
  first.tell({ action: 'configure', confirm_after: 3 });
  const token = first.session?.resumeToken ?? '';
  first.connection.closed();
  const second = open({ resume: { token, answered: undefined } });
  expect(hintsIn(second.tell(inG(0)))).toBe(1);
});

test('a client of part 1 hears none', () => {
  expect(hintsIn(streamWorld(RESUME).open().tell(inG(0)))).toBe(0);
});
