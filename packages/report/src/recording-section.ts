import {
  type CountedRecording,
  formatDuration,
  formatNumber,
  type PeriodLength,
  stepsPer,
  type Walk,
} from '@stepstream/analysis';
import { formatClockTime, type TimeZone } from '@stepstream/calendar';
import { escaped } from '@stepstream/plot';
import type { RecordingPictures } from './draw-recording.ts';

/** More walks than this are told by the command line's `--bouts`. */
const MAX_WALKS = 200;
/** Lengths of recordings, in seconds, from which on their steps are told by the hour and by the day. */
const HOURLY_FROM = 2 * 3600;
const DAILY_FROM = 4 * 86_400;
const MINUTELY_FROM = 180;

/** What a report says of one recording. */
export function recordingSection(
  count: CountedRecording,
  pictures: RecordingPictures | null,
  anchor: string,
  zone: TimeZone,
): string {
  const notes = count.notes.map(({ text }) => `<li>${escaped(text)}`);
  return [
    `<section id="${anchor}">`,
    `<h3>${escaped(count.file)}</h3>`,
    ...(notes.length > 0 ? [`<ul class="notes">${notes.join('\n')}</ul>`] : []),
    ...(pictures ? [figure(pictures.signal, '')] : []),
    ...(pictures?.moments ?? []).map((moment, i) =>
      figure(moment, i === 0 ? 'Where count and known steps disagree most.' : ''),
    ),
    ...(pictures?.cadence ? [figure(pictures.cadence, 'Steps a minute in each walk.')] : []),
    ...walkTable(count, zone),
    ...periodTable(count, zone),
    '</section>',
  ].join('\n');
}

function figure(picture: string, caption: string): string {
  return `<figure>${picture}${caption && `<figcaption>${escaped(caption)}</figcaption>`}</figure>`;
}

function walkTable(count: CountedRecording, zone: TimeZone): string[] {
  const { walks } = count;
  if (walks.length === 0) return [];
  const row = ({ start, end, steps, cadence }: Walk) =>
    `<tr><td>${moment(count, zone, start)}<td>${formatDuration(end - start)}<td>${steps}<td>${formatNumber(cadence, 1)}`;
  const more = walks.length - MAX_WALKS;
  return [
    `<details><summary>${walks.length} ${walks.length === 1 ? 'walk' : 'walks'}</summary>`,
    '<div class="wide"><table><thead><tr><th>start<th>duration<th>steps<th>steps/min</thead>',
    `<tbody>${walks.slice(0, MAX_WALKS).map(row).join('\n')}</table></div>`,
    ...(more > 0
      ? [`<p class="muted">and ${more} more: <code>--bouts</code> lists them all</p>`]
      : []),
    '</details>',
  ];
}

function periodTable(count: CountedRecording, zone: TimeZone): string[] {
  const length = periodFor(count.duration);
  if (!length) return [];
  const { confirmed, stretches, startedAt } = count;
  const periods = stepsPer(length, { steps: confirmed, stretches }, { startedAt, zone });
  const most = Math.max(1, ...periods.map(({ steps }) => steps));
  const rows = periods.map(
    ({ start, steps, coveredSeconds }) =>
      `<tr><td>${moment(count, zone, start)}<td>${steps}<td>${formatDuration(coveredSeconds)}<td class="bar"><meter max="${most}" value="${steps}"></meter>`,
  );
  return [
    `<details><summary>steps per ${length}</summary>`,
    '<div class="wide"><table><thead><tr><th>start<th>steps<th>recorded<th class="bar"></thead>',
    `<tbody>${rows.join('\n')}</table></div></details>`,
  ];
}

function periodFor(seconds: number): PeriodLength | null {
  if (seconds >= DAILY_FROM) return 'day';
  if (seconds >= HOURLY_FROM) return 'hour';
  return seconds >= MINUTELY_FROM ? 'minute' : null;
}

/** A moment of a recording: its date where that is known, or else the time since its first sample. */
function moment({ startedAt, stretches }: CountedRecording, zone: TimeZone, time: number): string {
  if (startedAt !== null) return formatClockTime(zone, startedAt + time);
  return formatDuration(time - (stretches[0]?.start ?? 0));
}
