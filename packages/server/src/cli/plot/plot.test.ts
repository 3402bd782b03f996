import { expect, test } from 'bun:test';
import { parse } from '@stepstream/formats/testing';
import { HEAD, LEFT, PLOT_WIDTH, rowSeconds, tickSeconds, timeLabel } from './layout.ts';
import { plotRecording } from './plot.ts';
import { signalPath, valueRange } from './signal.ts';

const plotOf = (rows: readonly string[], steps: number[] = []) =>
  plotRecording({
    title: 'a <walk> & "more"',
    sums: '2 steps',
    recording: parse([['x.csv', `timestamp,accel_x,accel_y,accel_z\n${rows.join('\n')}\n`]]),
    steps: steps.map((timestamp) => ({ timestamp, foot: 'start', confidence: 1 })),
    trueSteps: null,
  });

test('rows are round, and not many', () => {
  for (const duration of [0, 1, 29, 31, 200, 700, 3600, 20_000, 90_000, 2e6]) {
    const row = rowSeconds(duration);
    expect(duration / row).toBeLessThanOrEqual(12);
    expect((PLOT_WIDTH / row) * tickSeconds(row)).toBeGreaterThanOrEqual(70);
  }
  expect(rowSeconds(30)).toBe(10);
  expect(rowSeconds(600)).toBe(60);
});

test('times are told as short as the recording allows', () => {
  expect(timeLabel(7, 30)).toBe('7 s');
  expect(timeLabel(125, 600)).toBe('2:05');
  expect(timeLabel(3725, 7200)).toBe('1:02:05');
});

test('a landing is where its time is, whatever the clock of the recording', () => {
  const start = 1_700_000_000;
  const rows = Array.from({ length: 100 }, (_, i) => `${start + i / 10},0,0,9.81`);
  const svg = plotOf(rows, [start + 5]);
  expect(svg).toContain(`<circle class="start" cx="${LEFT + PLOT_WIDTH / 2}"`);
  expect(svg).toContain(`translate(0 ${HEAD + 20})`);
  expect(svg).toContain('a &#60;walk&#62; &#38; &#34;more&#34;');
});

test('a lone sample, a standstill and a clock that steps back are drawn too', () => {
  for (const rows of [['0,0,0,0'], ['5,0,0,9', '5,0,0,9'], ['9,0,0,9', '10,0,0,9', '1,0,0,9']]) {
    expect(plotOf(rows)).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('a spike among thousands does not flatten the rest, and no other peak is lost', () => {
  const count = 50_000;
  const values = new Float64Array(count).fill(10);
  values[20_000] = 900;
  expect(valueRange(values)[1]).toBeLessThan(20);
  const times = Float64Array.from(values, (_, i) => i / 100);
  const path = signalPath(
    times,
    values,
    0,
    count,
    (t) => t,
    (v) => v,
  );
  expect(path).toContain('900');
  expect(path.length).toBeLessThan(count);
});

test('a gap is not bridged', () => {
  const times = Float64Array.of(0, 0.1, 5, 5.1);
  const path = signalPath(
    times,
    new Float64Array(4),
    0,
    4,
    (t) => 100 * t,
    (v) => v,
  );
  expect(path).toBe('M0 0L10 0M500 0L510 0');
});
