import { afterEach, describe, expect, spyOn, test } from 'bun:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorContext, Identity } from './events.ts';
import { Hooks } from './hooks.ts';
import type { StepSession } from './step-session.ts';

const ANN = { id: 'of ann' } as StepSession;
const BOB = { id: 'of bob' } as StepSession;
const REQUEST = new Request('http://localhost/ws/realtime');

const logged = spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => logged.mockClear());

/** Hooks whose errors are kept. */
function setUp() {
  const hooks = new Hooks();
  const errors: [string, ErrorContext][] = [];
  hooks.on('error', (error, context) => void errors.push([(error as Error).message, context]));
  const end = ({ id }: StepSession) =>
    hooks.emit('sessionEnd', id, { id } as never, 'stopped', { goesOn: false });
  return { hooks, errors, end };
}

describe('the listeners of a hook', () => {
  test('are all told, in the order in which they were added', () => {
    const { hooks, end } = setUp();
    const told: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      hooks.on('sessionEnd', ({ id }, reason) => void told.push(`${name}: ${id} ${reason}`));
    }
    end(ANN);
    expect(told).toEqual([
      'first: of ann stopped',
      'second: of ann stopped',
      'third: of ann stopped',
    ]);
  });

  test('are told of one session alone where they want that', () => {
    const { hooks, end } = setUp();
    const told: string[] = [];
    hooks.on('sessionEnd', ({ id }) => void told.push(id), { session: ANN.id });
    hooks.on('sessionEnd', ({ id }) => void told.push(`all: ${id}`));
    end(BOB);
    end(ANN);
    expect(told).toEqual(['all: of bob', 'all: of ann', 'of ann']);
  });

  test('are not told any more once they are taken away, others are', () => {
    const { hooks, end } = setUp();
    const told: string[] = [];
    const listener = (name: string) => () => void told.push(name);
    const stops = [
      hooks.on('sessionEnd', listener('all')),
      hooks.on('sessionEnd', listener('of one'), { session: ANN.id }),
    ];
    hooks.on('sessionEnd', listener('stays'));
    for (const stop of stops) stop();
    // A second time changes nothing.
    for (const stop of stops) stop();
    end(ANN);
    expect(told).toEqual(['stays']);
  });

  test('are as many as were added, also where one listener was added twice', () => {
    const { hooks, end } = setUp();
    let told = 0;
    const listener = () => {
      told++;
    };
    const stop = hooks.on('sessionEnd', listener);
    hooks.on('sessionEnd', listener);
    stop();
    stop();
    end(ANN);
    expect(told).toBe(1);
  });

  test('may be taken away and added while they are told', () => {
    const { hooks, end } = setUp();
    const told: string[] = [];
    const stop = hooks.on('sessionEnd', () => {
      told.push('first');
      stop();
      hooks.on('sessionEnd', () => void told.push('late'));
    });
    hooks.on('sessionEnd', () => void told.push('second'));
    end(ANN);
    expect(told).toEqual(['first', 'second']);
    end(ANN);
    expect(told).toEqual(['first', 'second', 'second', 'late']);
  });
});

describe('whether a session is listened to', () => {
  test('depends on the listeners of all sessions and on its own', () => {
    const { hooks } = setUp();
    const wanted = () => [ANN, BOB].map(({ id }) => hooks.wants('samples', id));
    expect(wanted()).toEqual([false, false]);
    const stopAll = hooks.on('samples', () => {});
    expect(wanted()).toEqual([true, true]);
    const stopOne = hooks.on('samples', () => {}, { session: ANN.id });
    stopAll();
    expect(wanted()).toEqual([true, false]);
    stopOne();
    expect(wanted()).toEqual([false, false]);
    hooks.on('step', () => {});
    expect(wanted()).toEqual([false, false]);
  });
});

describe('a listener that fails', () => {
  test('by throwing is told to the listeners of error, and harms nobody', () => {
    const { hooks, errors, end } = setUp();
    let told = 0;
    hooks.on('sessionEnd', () => {
      throw new Error('broken');
    });
    hooks.on('sessionEnd', () => {
      told++;
    });
    end(ANN);
    expect(told).toBe(1);
    expect(errors).toEqual([['broken', { during: 'sessionEnd', session: ANN.id }]]);
  });

  test('by rejecting is told to the listeners of error, and harms nobody', async () => {
    const { hooks, errors, end } = setUp();
    let told = 0;
    hooks.on('sessionEnd', async () => {
      await nextTurn();
      throw new Error('broken later');
    });
    hooks.on('sessionEnd', () => {
      told++;
    });
    end(ANN);
    expect(told).toBe(1);
    expect(errors).toEqual([]);
    await nextTurn();
    await nextTurn();
    expect(errors).toEqual([['broken later', { during: 'sessionEnd', session: ANN.id }]]);
  });

  test('is told to those who listen to its session, and not to those of others', () => {
    const { hooks, end } = setUp();
    const told: string[] = [];
    hooks.on('error', () => void told.push('of ann'), { session: ANN.id });
    hooks.on('error', () => void told.push('of bob'), { session: BOB.id });
    hooks.on('sessionEnd', () => {
      throw new Error('broken');
    });
    end(ANN);
    expect(told).toEqual(['of ann']);
  });

  test('of error is told to the console alone, and not to itself again', async () => {
    const hooks = new Hooks();
    let told = 0;
    hooks.on('error', () => {
      told++;
      throw new Error('broken, too');
    });
    hooks.on('error', async () => {
      told++;
      throw new Error('broken later');
    });
    hooks.emit('error', undefined, new Error('the first'), { during: 'request' });
    await nextTurn();
    expect(told).toBe(2);
    const messages = logged.mock.calls.map(([, error]) => (error as Error).message);
    expect(messages).toEqual(['broken, too', 'broken later']);
  });
});

describe('who may connect', () => {
  test('is anybody where nobody decides', async () => {
    const { hooks } = setUp();
    expect(hooks.authenticates).toBe(false);
    expect(await hooks.authenticate(REQUEST)).toBeUndefined();
  });

  test('is decided by one listener after the other, each of the same request', async () => {
    const { hooks } = setUp();
    const asked: unknown[] = [];
    hooks.on('authenticate', async (request) => {
      await nextTurn();
      asked.push(['slow', request]);
      return undefined;
    });
    hooks.on('authenticate', (request) => {
      asked.push(['quick', request]);
      return undefined;
    });
    expect(hooks.authenticates).toBe(true);
    expect(await hooks.authenticate(REQUEST)).toBeUndefined();
    expect(asked).toEqual([
      ['slow', REQUEST],
      ['quick', REQUEST],
    ]);
  });

  test('is nobody whom one listener refuses; those after it are not asked', async () => {
    const { hooks } = setUp();
    let asked = 0;
    hooks.on('authenticate', () => ({ userId: 'ann' }));
    hooks.on('authenticate', async () => false as const);
    hooks.on('authenticate', () => {
      asked++;
      return { userId: 'bob' };
    });
    expect(await hooks.authenticate(REQUEST)).toBe(false);
    expect(asked).toBe(0);
  });

  test.each<[string, (Identity | undefined)[], Identity]>([
    ['as the last one said', [{ userId: 'ann' }, { userId: 'bob' }], { userId: 'bob' }],
    ['as the only one said', [undefined, { userId: 'ann' }, undefined], { userId: 'ann' }],
    ['as before where a later one says nothing of it', [{ userId: 'ann' }, {}], { userId: 'ann' }],
    [
      'as before where a later one knows no user',
      [{ userId: 'ann' }, { userId: undefined } as object],
      { userId: 'ann' },
    ],
  ])('is %s', async (_, said, expected) => {
    const { hooks } = setUp();
    for (const identity of said) hooks.on('authenticate', () => identity);
    expect(await hooks.authenticate(REQUEST)).toEqual(expected);
  });

  test('is not decided where a listener throws', async () => {
    const { hooks } = setUp();
    hooks.on('authenticate', () => {
      throw new Error('no key');
    });
    expect(hooks.authenticate(REQUEST)).rejects.toThrow('no key');
  });

  test('is not asked of a listener that was taken away', async () => {
    const { hooks } = setUp();
    const stop = hooks.on('authenticate', () => false);
    hooks.on('authenticate', () => ({ userId: 'ann' }));
    stop();
    stop();
    expect(await hooks.authenticate(REQUEST)).toEqual({ userId: 'ann' });
  });
});
