import { walksOf } from '@stepstream/analysis';
import { magnitudes } from '@stepstream/math';
import { LEFT, layOut } from './layout.ts';
import { legend } from './legend.ts';
import type { Curve, StepPlot } from './plot.ts';
import { drawRow, escaped, type Scene } from './row.ts';
import { firstIndex, MAX_GAP_SECONDS, valueRange } from './signal.ts';
import { STYLE } from './style.ts';

/** A walk is shaded from this long before its first step to this long after its last. */
const WALK_MARGIN_SECONDS = 0.25;

/**
 * Draws a recording and its steps as SVG: the magnitude of the acceleration in rows of equal length,
 * each step as a dot above it, walks shaded, the steps of a reference below where there is one.
 *
 * ```ts
 * await writeFile('walk.svg', plotSteps({ title: 'walk.csv', subtitle: '43 steps', recording, steps }));
 * ```
 */
export function plotSteps(plot: StepPlot): string {
  const scene = sceneOf(plot);
  const { layout } = scene;
  const { width, height, plotWidth, signalHeight } = layout;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(`${plot.title}: ${plot.subtitle}`)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${LEFT}" y="28">${escaped(plot.title)}</text>`,
    `<text class="subtitle" x="${LEFT}" y="48">${escaped(plot.subtitle)}</text>`,
    `<clipPath id="${scene.id}"><rect x="${LEFT}" width="${plotWidth}" y="0" height="${signalHeight}"/></clipPath>`,
    ...layout.rows.map((row) => drawRow(scene, row)),
    ...legend(plot, height - 16),
    '</svg>',
    '',
  ].join('\n');
}

function sceneOf(plot: StepPlot): Scene {
  const { recording, window } = plot;
  const first = window?.start ?? recording.times[0] ?? 0;
  const from = window ? firstIndex(recording.times, window.start) : 0;
  const to = window ? firstIndex(recording.times, window.end) : recording.times.length;
  const times = recording.times.subarray(from, to).map((time) => time - first);
  const values = magnitudes(recording.accel.subarray(3 * from, 3 * to));
  // Where a clock steps back, the plot ends at the latest time.
  const latest = times.reduce((last, time) => Math.max(last, time), 0);
  const duration = window ? window.end - window.start : latest;
  const fromStart = <T extends { readonly timestamp: number }>(mark: T): T => ({
    ...mark,
    timestamp: mark.timestamp - first,
  });
  const steps = plot.steps.map(fromStart);
  const trueSteps = plot.trueSteps?.map(fromStart) ?? [];
  const knownTimes = trueSteps.map(({ timestamp }) => timestamp);
  return {
    id: plot.id ?? 'signal',
    bridgedSeconds: plot.bridgedSeconds ?? MAX_GAP_SECONDS,
    layout: window ? layOut(plot, duration) : layOut(plot, duration, times, knownTimes),
    duration,
    magnitude: { times, values },
    range: valueRange(values),
    walks: shadesOf(steps),
    unknown: (plot.unknown ?? []).map(({ start, end }) => [start - first, end - first] as const),
    steps,
    trueSteps,
    probability: plot.probability ? later(plot.probability, -first) : null,
    note: plot.note ? fromStart(plot.note) : null,
  };
}

function later({ times, values }: Curve, seconds: number): Curve {
  return { times: Array.from(times, (time) => time + seconds), values };
}

/** Begin and end of what is shaded for each walk, in seconds. */
function shadesOf(steps: StepPlot['steps']): (readonly [begin: number, end: number])[] {
  return walksOf(steps).map(
    ({ start, end }) => [start - WALK_MARGIN_SECONDS, end + WALK_MARGIN_SECONDS] as const,
  );
}
