import { describe, expect, test } from 'bun:test';
import { type CloseReason, DEFAULT_SETTINGS } from '@stepstream/protocol';
import { type EndReason, Hooks, type StepSession } from '../hooks/index.ts';
import { logHooks } from './log-hooks.ts';

const SESSION: StepSession = {
  id: 'the id',
  userId: 'ann',
  requests: 7,
  samples: 300,
  steps: 5,
  cadence: 100,
  sensorTime: 6,
  duration: 6.5,
  createdAt: 1,
  lastActivity: 2,
  settings: DEFAULT_SETTINGS,
  hints: [],
  errors: 0,
  lastError: undefined,
};

function setUp() {
  const hooks = new Hooks();
  const lines: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const log =
    (level: string) =>
    (fields: object, message = '') =>
      void lines.push({ level, fields, message });
  const logger = { info: log('info'), warn: log('warn'), error: log('error') } as never;
  logHooks(hooks, logger);
  const end = (reason: EndReason, session = SESSION) =>
    hooks.emit('sessionEnd', session.id, session, reason, { goesOn: false });
  return { hooks, lines, end };
}

describe('the log', () => {
  test('tells of each session that ends who it was, why, and what it counted', () => {
    const { lines, end } = setUp();
    end('stopped');
    expect(lines).toEqual([
      {
        level: 'info',
        fields: {
          session: 'the id',
          user: 'ann',
          reason: 'stopped',
          requests: 7,
          steps: 5,
          duration: 6.5,
        },
        message: 'session ended',
      },
    ]);
  });

  test.each<[EndReason, string]>([
    ['disconnected', 'info'],
    ['timed_out', 'info'],
    ['replaced', 'info'],
    ['terminated', 'info'],
    ['server_closed', 'info'],
    ['unreadable', 'warn'],
    ['slow_reader', 'warn'],
    ['rate_limited', 'warn'],
  ])('takes the end %s for %s', (reason, level) => {
    const { lines, end } = setUp();
    end(reason as CloseReason);
    expect(lines.map((line) => line.level)).toEqual([level]);
  });

  test('tells what seemed wrong with the signal, where something did', () => {
    const { lines, end } = setUp();
    end('stopped', { ...SESSION, hints: [{ code: 'rate_too_low', message: 'Too few.' }] });
    expect(lines[0]?.fields).toMatchObject({ hints: ['rate_too_low'] });
  });

  test('tells of errors what was done, and for which session', () => {
    const { hooks, lines } = setUp();
    const error = new Error('broken');
    hooks.emit('error', 'the id', error, { during: 'frame', session: 'the id' });
    expect(lines).toEqual([
      {
        level: 'error',
        fields: { err: error, during: 'frame', session: 'the id' },
        message: 'unexpected error',
      },
    ]);
  });

  test('tells of a listener that fails', () => {
    const { hooks, lines, end } = setUp();
    hooks.on('sessionEnd', () => {
      throw new Error('broken');
    });
    end('stopped');
    expect(lines.map(({ level }) => level)).toEqual(['info', 'error']);
    expect(lines[1]?.fields).toMatchObject({ during: 'sessionEnd', session: 'the id' });
  });
});
