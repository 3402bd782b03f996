import { type ConfirmedStep, StepDetector } from '@stepstream/detector';
import { demoWalk } from '@stepstream/synthetic';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';

const WIDTH = 840;
const HEIGHT = 220;
const MARGIN = { left: 44, right: 12, top: 34, bottom: 30 } as const;
/** The part of the demo walk that is drawn, in seconds: standing, then the first steps. */
const FROM = 1;
const TO = 11;
/** Range of |a|, m/s². */
const MIN_MPS2 = 5;
const MAX_MPS2 = 17;

/**
 * The picture of the README: ten seconds of the demo walk, as the detector sees it, with the steps
 * that it counts and the moment from which they count.
 */
export function picture(): string {
  const { times, accel } = demoWalk();
  const detector = new StepDetector({ model: loadModel(DEFAULT_CONFIG.model) });
  const points: string[] = [];
  const marks: string[] = [];
  let confirmedAt: number | undefined;
  times.forEach((time, i) => {
    const [ax, ay, az] = accel.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    const steps = detector.push(time, ax, ay, az);
    if (time < FROM || time > TO) return;
    points.push(`${x(time)},${y(Math.sqrt(ax * ax + ay * ay + az * az))}`);
    if (steps.length > 0) confirmedAt ??= time;
    marks.push(...steps.filter(({ timestamp }) => timestamp >= FROM).map(mark));
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>Acceleration of a walk, with each step that Stepstream counts</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="6" fill="#ffffff"/>`,
    ...grid(),
    `<polyline fill="none" stroke="#334155" stroke-width="1.5" points="${points.join(' ')}"/>`,
    ...marks,
    ...(confirmedAt === undefined ? [] : confirmation(confirmedAt)),
    '</svg>',
    '',
  ].join('\n');
}

function grid(): string[] {
  const lines: string[] = [];
  for (let second = FROM; second <= TO; second++) {
    const at = x(second);
    const label = second === TO ? `${second - FROM} s` : second - FROM;
    lines.push(
      `<line x1="${at}" x2="${at}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#e2e8f0"/>`,
      `<text x="${at}" y="${HEIGHT - 10}" text-anchor="middle" fill="#64748b">${label}</text>`,
    );
  }
  for (const value of [5, 10, 15]) {
    lines.push(
      `<text x="${MARGIN.left - 8}" y="${y(value)}" text-anchor="end" dominant-baseline="middle" fill="#64748b">${value}</text>`,
    );
  }
  lines.push(`<text x="12" y="18" fill="#64748b">|a| in m/s²</text>`);
  return lines;
}

function mark({ timestamp, foot }: ConfirmedStep): string {
  const colour = foot === 'start' ? '#0f766e' : '#c2410c';
  const at = x(timestamp);
  return (
    `<line x1="${at}" x2="${at}" y1="${MARGIN.top + 6}" y2="${HEIGHT - MARGIN.bottom}" stroke="${colour}" stroke-dasharray="3 3"/>` +
    `<circle cx="${at}" cy="${MARGIN.top}" r="5" fill="${colour}"/>`
  );
}

function confirmation(time: number): string[] {
  return [
    `<text x="${x(time) + 6}" y="18" fill="#334155">four in rhythm: it is a walk, and counts</text>`,
    `<line x1="${x(time)}" x2="${x(time)}" y1="8" y2="${HEIGHT - MARGIN.bottom}" stroke="#334155"/>`,
  ];
}

function x(time: number): number {
  const share = (time - FROM) / (TO - FROM);
  return Math.round(10 * (MARGIN.left + share * (WIDTH - MARGIN.left - MARGIN.right))) / 10;
}

function y(value: number): number {
  const share = (MAX_MPS2 - value) / (MAX_MPS2 - MIN_MPS2);
  return Math.round(10 * (MARGIN.top + share * (HEIGHT - MARGIN.top - MARGIN.bottom))) / 10;
}
