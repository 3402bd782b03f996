import {
  type Agreement,
  agreementOf,
  type CountedRecording,
  formatDuration,
  recordedSeconds,
} from '@stepstream/analysis';
import type { TimeZone } from '@stepstream/calendar';
import { escaped, plotAgreement } from '@stepstream/plot';
import { agreementLines } from './agreement-text.ts';
import { byAttention, concernsOf } from './attention.ts';
import type { RecordingPictures } from './draw-recording.ts';
import { recordingSection } from './recording-section.ts';
import { recordingTable } from './recording-table.ts';
import { REPORT_STYLE } from './style.ts';

/** So many recordings are drawn, those first that are most worth a look. */
export const MAX_PICTURED = 24;
/** So many of them are named at the top. */
const MAX_CONCERNS = 12;

/** A recording in a report. */
export interface ReportedRecording {
  readonly count: CountedRecording;
  /** Null where it is not drawn. */
  readonly pictures: RecordingPictures | null;
}

/** What a report is made of. */
export interface ReportContent {
  readonly title: string;
  /** What counted. */
  readonly model: string;
  readonly recordings: readonly ReportedRecording[];
  /** Sentences on recordings that could not be counted. */
  readonly failures: readonly string[];
  /** The zone in which dates are told. */
  readonly zone: TimeZone;
}

/**
 * A report on counted recordings: one HTML page that needs nothing beside itself, with agreement, where to look first,
 * a table, and pictures and walks of each. The same content gives the same page.
 */
export function reportPage(content: ReportContent): string {
  const { title, model, recordings, failures } = content;
  const counts = recordings.map(({ count }) => count);
  const sum = (value: (count: CountedRecording) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  const drawn = new Set(recordings.filter(({ pictures }) => pictures).map(({ count }) => count));
  const link = (count: CountedRecording) =>
    drawn.has(count)
      ? `<a href="#${anchorOf(counts, count)}">${escaped(count.file)}</a>`
      : escaped(count.file);
  const head = [
    `${sum(({ steps }) => steps)} steps`,
    `${counts.length} ${counts.length === 1 ? 'recording' : 'recordings'}`,
    `${formatDuration(sum(({ walkingSeconds }) => walkingSeconds))} of ${formatDuration(sum(({ stretches }) => recordedSeconds(stretches)))} recorded are walking`,
    `counted by ${model}`,
  ].join(' · ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead">${escaped(head)}</p>`,
    ...failureSection(failures),
    ...agreementSection(counts),
    ...attentionSection(counts, link),
    ...(counts.length > 1 ? ['<h2>All recordings</h2>', recordingTable(counts, link)] : []),
    ...sections(content),
    '</main>',
    '</html>',
    '',
  ].join('\n');
}

/** What an element with the details of a recording is called. */
function anchorOf(counts: readonly CountedRecording[], count: CountedRecording): string {
  return `recording-${counts.indexOf(count) + 1}`;
}

function failureSection(failures: readonly string[]): string[] {
  if (failures.length === 0) return [];
  const list = failures.map((failure) => `<li>${escaped(failure)}`).join('\n');
  return ['<h2>Not counted</h2>', `<ul class="warning">${list}</ul>`];
}

function agreementSection(counts: readonly CountedRecording[]): string[] {
  const known = counts.filter(({ comparison }) => comparison !== null);
  const agreement = agreementOf(
    known.flatMap(({ comparison }) => (comparison ? [comparison] : [])),
  );
  if (!agreement) return [];
  const rows = agreementLines(agreement)
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}<td>${escaped(value)}`)
    .join('\n');
  return [
    '<h2>Agreement with known steps</h2>',
    `<div class="wide"><table class="pairs">${rows}</table></div>`,
    ...(known.length > 1 ? agreementPicture(known, agreement) : []),
  ];
}

function agreementPicture(
  known: readonly CountedRecording[],
  { differences }: Agreement,
): string[] {
  if (!differences) return [];
  const points = known.map(({ file, comparison }) => ({
    label: file,
    counted: comparison?.counted ?? 0,
    truth: comparison?.truth ?? 0,
  }));
  return [
    `<figure>${plotAgreement({ points, ...differences })}`,
    '<figcaption>Each point is a recording. Between the dashed lines, the mean difference ∓ 1.96 standard deviations, lie 95 % of differences that are spread normally (Bland and Altman, Lancet 1986; 327: 307–310).</figcaption></figure>',
  ];
}

function attentionSection(
  counts: readonly CountedRecording[],
  link: (count: CountedRecording) => string,
): string[] {
  const concerns = concernsOf(counts);
  if (concerns.length === 0) return [];
  const items = concerns
    .slice(0, MAX_CONCERNS)
    .map(({ recording, reason }) => `<li>${link(recording)}: ${escaped(reason)}`);
  const more = concerns.length - items.length;
  return [
    '<h2>Where to look first</h2>',
    `<ol class="concerns">${items.join('\n')}</ol>`,
    ...(more > 0 ? [`<p class="muted">and ${more} more, in this order below</p>`] : []),
  ];
}

/** The details of each recording, those first that are most worth a look. */
function sections({ recordings, zone }: ReportContent): string[] {
  const counts = recordings.map(({ count }) => count);
  const picturesOf = new Map(recordings.map(({ count, pictures }) => [count, pictures]));
  const drawn = byAttention(counts).filter((count) => picturesOf.get(count));
  const isCut = drawn.length < counts.length;
  return [
    ...(counts.length > 1 ? ['<h2>One by one</h2>'] : []),
    ...(isCut
      ? [
          `<p class="muted">Drawn are the ${drawn.length} recordings that are most worth a look, of ${counts.length}. Count the others by themselves to see them.</p>`,
        ]
      : []),
    ...drawn.map((count) =>
      sectionOrReason(count, picturesOf.get(count) ?? null, anchorOf(counts, count), zone),
    ),
  ];
}

/** Whatever is wrong with one recording must not cost the page of the others. */
function sectionOrReason(...section: Parameters<typeof recordingSection>): string {
  try {
    return recordingSection(...section);
  } catch (error) {
    const [{ file }, , anchor] = section;
    const why = error instanceof Error ? error.message : String(error);
    return `<section id="${anchor}"><h3>${escaped(file)}</h3><p class="warning">can’t be shown: ${escaped(why)}</section>`;
  }
}
