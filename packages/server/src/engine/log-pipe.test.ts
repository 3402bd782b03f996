import { describe, expect, test } from 'bun:test';
import { LogPipe } from './log-pipe.ts';
import { cutValues, errorFields } from './log-values.ts';

function setUp() {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  let nowMs = 0;
  const sink = {
    write(line: string, done: () => void) {
      lines.push(line);
      waiting.push(done);
    },
  };
  const pipe = new LogPipe(sink, { now: () => nowMs, droppedLine: (count) => `dropped ${count}` });
  return {
    pipe,
    lines,
    read: () => waiting.splice(0).forEach((done) => void done()),
    pass: (milliseconds: number) => {
      nowMs += milliseconds;
    },
  };
}

const LINE = 'x'.repeat(1000);

describe('lines that nobody reads', () => {
  test('are dropped beyond a megabyte, and the next reader is told how many', () => {
    const { pipe, lines, read } = setUp();
    for (let i = 0; i < 2000; i++) pipe.write(LINE);
    expect(lines.length).toBe(1048);
    expect(pipe.dropped).toBe(952);
    read();
    pipe.write('more');
    expect(lines.slice(1048)).toEqual(['dropped 952', 'more']);
    read();
    pipe.write('and more');
    expect(lines.at(-1)).toBe('and more');
  });
});

test('lines that come too fast are dropped, however fast they are read', () => {
  const { pipe, lines, read, pass } = setUp();
  for (let i = 0; i < 10_000; i++) {
    pipe.write(LINE);
    read();
  }
  expect(lines.length).toBe(4194);
  pass(10_000);
  for (let i = 0; i < 10_000; i++) {
    pipe.write(LINE);
    read();
  }
  expect(lines.length).toBeWithin(4194 + 2600, 4194 + 2640);
});

describe('the texts of an entry', () => {
  test('are cut to what JSON writes in three hundred characters', () => {
    const { user, name, steps } = cutValues({
      user: '\u0001'.repeat(256),
      name: 'x'.repeat(1000),
      steps: 7,
    });
    expect(JSON.stringify(user).length).toBeLessThan(310);
    expect(name).toBe(`${'x'.repeat(300)}…`);
    expect(steps).toBe(7);
  });

  test('that are short stay as they are', () => {
    const fields = { user: 'Änne \n', who: '203.0.113.7', hints: ['a'] };
    expect(cutValues(fields)).toEqual(fields);
  });

  test('of an error, too', () => {
    const error = new Error('x'.repeat(5000), { cause: new TypeError('why') });
    expect(errorFields(error)).toMatchObject({
      type: 'Error',
      message: `${'x'.repeat(300)}…`,
      cause: 'TypeError: why',
    });
    expect(JSON.stringify(errorFields(error)).length).toBeLessThan(6000);
    expect(errorFields('no error')).toBe('no error');
  });
});
