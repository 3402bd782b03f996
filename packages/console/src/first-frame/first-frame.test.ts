import { describe, expect, test } from 'bun:test';
import type { FrameEntry, SessionRow } from '@stepstream/protocol';
import { TraceData } from '../trace/trace-data.ts';
import { answered, hasTimestamps, withFrames } from './frame-entries.ts';
import { nextSession } from './next-session.ts';
import { NOTHING_SEEN, seenSignal } from './seen-signal.ts';
import { fill, SNIPPETS, snippetsOf } from './snippets.ts';

const OPEN = {
  streamUrl: 'wss://steps.example/app/ws/realtime',
  httpUrl: 'https://steps.example/app',
  user: 'first-frame-x1',
  token: null,
};
const ASKING = { ...OPEN, user: null, token: 'a.b.c' };

describe('a snippet', () => {
  test('is there for each way to stream', () => {
    expect(SNIPPETS.map(({ title }) => title)).toEqual([
      ...['JavaScript', 'Client library', 'Flutter', 'Swift', 'Kotlin', 'Python', 'curl'],
    ]);
  });

  test.each(SNIPPETS)('$title has the server’s address, and nothing of tokens', (snippet) => {
    const code = fill(snippet, OPEN);
    expect(code).not.toMatch(/localhost|token/i);
    expect(code).toMatch(
      snippet.id === 'curl'
        ? "'https://steps.example/app/ingest/sensor-logger?user_id=first-frame-x1'"
        : 'wss://steps.example/app/ws/realtime/first-frame-x1',
    );
  });

  test.each(SNIPPETS)('$title says a token, and never in an address', (snippet) => {
    const code = fill(snippet, ASKING);
    expect(code).toContain('a.b.c');
    expect(code).not.toMatch(/YOUR_TOKEN|with a token|localhost|first-frame-x1/);
    expect(code).not.toMatch(/\w+:\/\/\S*a\.b\.c/);
  });

  test('is a heading’s first block of code', () => {
    const document = '# A\n\n## One two\n\nWords.\n\n```js\none\n```\n\n## Words\n\nAlone.\n';
    expect(snippetsOf(document)).toEqual([
      { id: 'one-two', title: 'One two', language: 'js', code: 'one\n' },
    ]);
  });
});

test('a signal is told by its rate, and by the unit that its size shows', () => {
  const signal = (magnitude: number, rate = 49, samples = 100) => {
    const trace = new TraceData();
    for (let i = 0; i < samples; i++) trace.push(i / rate, magnitude, 0, 0);
    return seenSignal(trace);
  };
  expect(signal(9.7)).toMatchObject({ unit: 'with-gravity' });
  expect(signal(9.7).rate).toBeCloseTo(49, 3);
  expect(signal(1).unit).toBe('g');
  expect(signal(0.2).unit).toBe('without-gravity');
  expect(signal(40).unit).toBeNull();
  const past = new TraceData();
  for (let i = 0; i < 5; i++) past.push(i, 9.8, 0, 0);
  expect(seenSignal(past, 5)).toEqual({ rate: null, unit: 'with-gravity' });
  expect(signal(9.7, 49, 2).rate).toBeNull();
  expect(seenSignal(new TraceData())).toEqual(NOTHING_SEEN);
});

test('the session of a program is that of its name or, without one, the newest', () => {
  const row = (user_id: string | null, created_at: number) => ({
    ...{ id: `s${created_at}`, user_id, created_at, silent_since: null, away_until: null },
  });
  const rows = [
    row('ann', 5),
    row('phone-x1', 30),
    row(null, 20),
    row('synthetic-walk-1', 40),
  ] as SessionRow[];
  expect(nextSession(rows, 'ann', 10)?.created_at).toBe(5);
  expect(nextSession(rows, 'bob', 10)).toBeUndefined();
  expect(nextSession(rows, null, 10)?.created_at).toBe(20);
  expect(nextSession(rows, null, 30)).toBeUndefined();
  // One that is shown stays as long as it streams.
  const more = [...rows, row('bob', 50)] as SessionRow[];
  expect(nextSession(more, null, 10, { id: 's20' })?.created_at).toBe(20);
  const silent = more.map((one) => ({ ...one, silent_since: 60 }));
  expect(nextSession(silent, null, 10, { id: 's20' })?.created_at).toBe(50);
});

describe('the log of frames', () => {
  const entry = (from: FrameEntry['from'], at: number, kind: string, text = ''): FrameEntry => ({
    ...{ from, at, kind, text, size: text.length },
  });
  const sample = '{"timestamp":1,"accel_x":0}';

  test('tells how long each answer took, and nothing of what came unasked', () => {
    const log = [
      entry('server', 0, 'session_started'),
      entry('client', 1, 'samples', sample),
      entry('client', 1.01, 'samples', sample),
      entry('server', 1.012, 'step_detection'),
      entry('server', 1.015, 'checkpoint'),
      entry('server', 1.02, 'step_detection'),
      entry('server', 1.03, 'step_detection'),
    ];
    const took = answered(log).map(({ answeredIn }) => answeredIn && Math.round(answeredIn));
    expect(took).toEqual([null, null, null, 12, null, 10, null]);
  });

  test('keeps the last fifty, and begins anew when it is told to', () => {
    const frames = Array.from({ length: 40 }, (_, i) => entry('client', i, 'samples'));
    const told = { type: 'frames', session_id: '', frames } as const;
    const log = withFrames(withFrames([], { ...told, fresh: true }), { ...told, fresh: false });
    expect([log.length, log[0]?.at, log.at(-1)?.at]).toEqual([50, 30, 39]);
    expect(withFrames(log, { ...told, fresh: true })).toHaveLength(40);
  });

  test('shows whether samples have times of their own', () => {
    const told = (text: string) => hasTimestamps([entry('client', 0, 'samples', text)]);
    expect(told(sample)).toBe(true);
    expect(told('{"accel_x":0}')).toBe(false);
    expect(told('binary, 5 samples, 0.000 to 0.080 s')).toBe(true);
    expect(hasTimestamps([entry('server', 0, 'step_detection', sample)])).toBeNull();
  });
});
