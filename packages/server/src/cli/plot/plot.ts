import type { ConfirmedStep } from '@stepstream/detector';
import { MAX_STEP_INTERVAL_SECONDS } from '@stepstream/detector/internals';
import type { LoadedRecording, TrueStep } from '@stepstream/formats';
import {
  FOOT,
  HEAD,
  LEFT,
  PLOT_WIDTH,
  pixel,
  RAIL,
  ROW_HEIGHT,
  rowSeconds,
  SIGNAL_HEIGHT,
  tickSeconds,
  timeLabel,
  WIDTH,
} from './layout.ts';
import { magnitudesOf, signalPath, valueRange } from './signal.ts';
import { STYLE } from './style.ts';

/** What is drawn. */
export interface Plot {
  readonly title: string;
  /** What the steps come to, as a line under the title. */
  readonly sums: string;
  readonly recording: LoadedRecording;
  readonly steps: readonly ConfirmedStep[];
  readonly trueSteps: readonly TrueStep[] | null;
}

/** Dots of steps are this large, and smaller where they would touch. */
const DOT = 4;

/**
 * A picture of a recording with its steps, as SVG: the magnitude of the acceleration in rows of
 * equal time, each landing above it, walks shaded, and the known landings below where there are any.
 */
export function plotRecording(plot: Plot): string {
  const { recording, steps, trueSteps } = plot;
  const first = recording.times[0] ?? 0;
  // Where a clock steps back, the picture ends at the latest time.
  const times = recording.times.map((time) => time - first);
  const duration = times.reduce((latest, time) => Math.max(latest, time), 0);
  const row = rowSeconds(duration);
  const values = magnitudesOf(recording);
  const range = valueRange(values);
  const rows = Math.max(1, Math.ceil(duration / row));
  const height = HEAD + rows * ROW_HEIGHT + FOOT;
  const walks = boutsOf(steps.map(({ timestamp }) => timestamp - first));
  const scene: Scene = { first, times, values, range, row, duration, walks, steps, trueSteps };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<title>${escaped(`${plot.title}: ${plot.sums}`)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${LEFT}" y="28">${escaped(plot.title)}</text>`,
    `<text class="sums" x="${LEFT}" y="48">${escaped(plot.sums)}</text>`,
    `<clipPath id="signal"><rect x="${LEFT}" width="${PLOT_WIDTH}" y="0" height="${SIGNAL_HEIGHT}"/></clipPath>`,
    ...Array.from({ length: rows }, (_, index) => drawRow(scene, index)),
    ...legend(plot, height - 16),
    '</svg>',
    '',
  ].join('\n');
}

interface Scene {
  readonly first: number;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly range: readonly [number, number];
  readonly row: number;
  readonly duration: number;
  readonly walks: readonly (readonly [begin: number, end: number])[];
  readonly steps: readonly ConfirmedStep[];
  readonly trueSteps: readonly TrueStep[] | null;
}

function drawRow(scene: Scene, index: number): string {
  const { times, values, first, row } = scene;
  const begin = index * row;
  const [lowest, highest] = scene.range;
  const x = (time: number) => LEFT + ((time - begin) / row) * PLOT_WIDTH;
  const y = (value: number) => ((highest - value) / (highest - lowest)) * SIGNAL_HEIGHT;
  const isHere = (time: number) => time >= begin && time < begin + row;
  const from = firstIndex(times, begin);
  const to = firstIndex(times, begin + row);
  const pixelsPerStep = (0.5 * PLOT_WIDTH) / row;
  const dot = Math.max(1.2, Math.min(DOT, pixelsPerStep * 0.35));

  const walks = scene.walks
    .filter(([start, end]) => end > begin && start < begin + row)
    .map(([start, end]) => {
      const left = x(Math.max(start, begin));
      const right = x(Math.min(end, begin + row));
      return `<rect class="walk" x="${pixel(left)}" width="${pixel(right - left)}" y="${-RAIL}" height="${SIGNAL_HEIGHT + RAIL}"/>`;
    });
  const marks = scene.steps
    .filter(({ timestamp }) => isHere(timestamp - first))
    .map(({ timestamp, foot }) => {
      const at = pixel(x(timestamp - first));
      const stem = dot > 2 ? `<path class="${foot} stem" d="M${at} -10V${SIGNAL_HEIGHT}"/>` : '';
      return `${stem}<circle class="${foot}" cx="${at}" cy="-10" r="${pixel(dot)}"/>`;
    });
  const known = (scene.trueSteps ?? [])
    .filter(({ timestamp }) => isHere(timestamp - first))
    .map(({ timestamp }) => {
      const at = pixel(x(timestamp - first));
      return `<path class="true" d="M${at} ${SIGNAL_HEIGHT}l${dot} 7h${-2 * dot}z"/>`;
    });
  return [
    `<g transform="translate(0 ${HEAD + index * ROW_HEIGHT + RAIL})">`,
    ...walks,
    ...grid(scene, begin, x, y),
    `<path class="signal" clip-path="url(#signal)" d="${signalPath(times, values, from, to, x, y)}"/>`,
    ...marks,
    ...known,
    '</g>',
  ].join('\n');
}

function grid(
  { range: [lowest, highest], row, duration }: Scene,
  begin: number,
  x: (time: number) => number,
  y: (value: number) => number,
): string[] {
  const lines: string[] = [];
  const step = [2, 5, 10, 20, 50, 100].find((size) => (highest - lowest) / size <= 4) ?? 200;
  for (let value = Math.ceil(lowest / step) * step; value <= highest; value += step) {
    const at = pixel(y(value));
    lines.push(
      `<path class="grid" d="M${LEFT} ${at}H${LEFT + PLOT_WIDTH}"/>`,
      `<text x="${LEFT - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${value}</text>`,
    );
  }
  const tick = tickSeconds(row);
  for (let time = 0; time <= row; time += tick) {
    const at = pixel(x(begin + time));
    lines.push(
      `<path class="grid" d="M${at} 0V${SIGNAL_HEIGHT + 4}"/>`,
      `<text x="${at}" y="${SIGNAL_HEIGHT + 19}" text-anchor="middle">${timeLabel(begin + time, duration)}</text>`,
    );
  }
  return lines;
}

function legend({ recording, trueSteps }: Plot, y: number): string[] {
  const gravity = recording.source.gravity === 'included' ? '' : ', without gravity';
  const entries: (readonly [mark: string, text: string, width: number])[] = [
    ['<path class="signal" d="M0 -4h20"/>', `|a| in m/s²${gravity}`, gravity === '' ? 130 : 220],
    ['<circle class="start" cx="14" cy="-4" r="4"/>', 'landing, start', 130],
    ['<circle class="end" cx="14" cy="-4" r="4"/>', 'landing, end', 125],
    ['<rect class="walk" y="-12" width="20" height="14"/>', 'walk', 80],
  ];
  if (trueSteps) entries.push(['<path class="true" d="M14 -9l4 7h-8z"/>', 'known landing', 120]);
  let x = LEFT;
  return entries.map(([mark, text, width]) => {
    const entry = `<g transform="translate(${x} ${y})">${mark}<text x="28">${text}</text></g>`;
    x += width;
    return entry;
  });
}

/** Begin and end of each walk, with half a step before and after. */
function boutsOf(landings: readonly number[]): (readonly [number, number])[] {
  const bouts: [number, number][] = [];
  for (const time of landings) {
    const last = bouts.at(-1);
    if (last && time >= last[1] && time - last[1] <= MAX_STEP_INTERVAL_SECONDS) last[1] = time;
    else bouts.push([time, time]);
  }
  return bouts.map(([begin, end]) => [begin - 0.25, end + 0.25]);
}

/** Index of the first sample at or after a time, for times that mostly ascend. */
function firstIndex(times: Float64Array, time: number): number {
  const found = times.findIndex((one) => one >= time);
  return found < 0 ? times.length : found;
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
