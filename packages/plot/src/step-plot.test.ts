import { expect, test } from 'bun:test';
import type { StepPlot } from './plot.ts';
import { plotSteps } from './step-plot.ts';

/** A plot of samples at these times, with gravity alone. */
const plotOf = (times: readonly number[], more: Partial<StepPlot> = {}) =>
  plotSteps({
    title: 'a <walk> & "more"',
    subtitle: '2 steps',
    recording: {
      times: Float64Array.from(times),
      accel: Float64Array.from(times.flatMap(() => [0, 0, 9.81])),
    },
    steps: [],
    ...more,
  });
const tenSeconds = (start: number) => Array.from({ length: 101 }, (_, i) => start + i / 10);

test('a step is drawn where its time is, whatever the clock of the recording', () => {
  const start = 1_700_000_000;
  const svg = plotOf(tenSeconds(start), { steps: [{ timestamp: start + 5, foot: 'start' }] });
  expect(svg).toContain('<circle class="start" cx="617" cy="-10" r="4"/>');
  expect(svg).toContain('a &#60;walk&#62; &#38; &#34;more&#34;');
});

test('a lone sample, a standstill and a clock that steps back are drawn too', () => {
  for (const times of [[0], [5, 5], [9, 10, 1]]) {
    expect(plotOf(times)).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('false and missed steps are drawn and explained where there are any', () => {
  const steps = [{ timestamp: 2, foot: 'start', isFalse: true }] as const;
  const trueSteps = [{ timestamp: 4, isMissed: true }, { timestamp: 5 }];
  const svg = plotOf(tenSeconds(0), { steps, trueSteps });
  expect(svg.match(/class="false"/g)?.length).toBe(2);
  expect(svg.match(/class="missed"/g)?.length).toBe(2);
  expect(svg.match(/class="true"/g)?.length).toBe(2);
  expect(svg).toContain('missed step');
  expect(plotOf(tenSeconds(0))).not.toMatch(/class="(false|missed|true)"/);
});

test('what the reference knows nothing of is shaded where it is seen, and explained', () => {
  const unknown = [
    { start: 2, end: 4 },
    { start: 60, end: 70 },
  ];
  const svg = plotOf(tenSeconds(0), { unknown });
  expect(svg.match(/<rect class="unknown" x/g)?.length).toBe(1);
  expect(svg).toContain('not known');
  expect(plotOf(tenSeconds(0))).not.toContain('class="unknown"');
});

test('a window is drawn alone, with times that count from its start', () => {
  const window = { start: 103, end: 108 };
  const svg = plotOf(tenSeconds(100), {
    window,
    steps: [101, 104].map((timestamp) => ({ timestamp, foot: 'end' })),
  });
  expect(svg.match(/<circle class="end" cx="169.8"/g)?.length).toBe(1);
  expect(svg).toContain('>0 s</text>');
});

test('a long gap is told, and not drawn', () => {
  const svg = plotOf([...tenSeconds(0), ...tenSeconds(30_000_000)]);
  expect(svg.match(/<g clip-path/g)?.length).toBe(3);
  expect(svg).toContain('347 d 5:19:40 without samples left out');
  expect(svg).toContain('>347 d 5:20:00</text>');
});

test('probabilities and a note have room of their own', () => {
  const svg = plotOf(tenSeconds(0), {
    probability: { times: [1, 2, 3], values: [0, 1, 0] },
    note: { timestamp: 5, text: 'here & now' },
  });
  expect(svg).toContain('class="probability"');
  expect(svg).toContain('here &#38; now');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
