import { expect, test } from 'bun:test';
import { inBlocks, RecordingCounter } from '@stepstream/analysis';
import { UTC } from '@stepstream/calendar';
import type { RecordingSource } from '@stepstream/formats/browser';
import { generateWalk } from '@stepstream/synthetic';
import { drawRecording } from './draw-recording.ts';
import { reportPage } from './page.ts';

const SOURCE: RecordingSource = {
  format: 'stepstream',
  accelUnit: 'm/s^2',
  gyroUnit: null,
  timeUnit: 's',
  gravity: 'included',
  startedAt: Date.parse('2026-03-29T00:30:00Z') / 1000,
  notes: [{ code: 'rows_skipped', text: '<1 of 9> rows skipped', path: null, line: 3 }],
};

function drawn(file: string, seconds: number, seed: number) {
  const walk = generateWalk({ segments: [{ activity: 'walking', seconds }], seed });
  const counter = new RecordingCounter();
  for (const [block] of inBlocks(walk)) counter.push(block);
  const times = walk.steps.map(({ timestamp }) => timestamp);
  const known = { count: times.length, times, unknown: [] };
  const count = counter.finish({ file, source: SOURCE, known });
  const pictures = drawRecording({
    count,
    model: 'test-1',
    envelope: counter.envelope,
    samples: walk,
    known,
  });
  return { count, pictures };
}

const content = {
  title: 'A & B',
  model: 'test-1',
  recordings: [drawn('<a>.csv', 200, 1), drawn('b.csv', 30, 2), drawn('c.csv', 30, 3)],
  failures: ['d.csv: no such file: check the path'],
  zone: UTC,
};

test('a report is one page that needs nothing beside itself', () => {
  const page = reportPage(content);
  expect(page).toStartWith('<!doctype html>');
  expect(page).not.toMatch(/<script|<link|\b(src|href)="(?!#)|@import|url\((?!#)/);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(reportPage(content)).toBe(page);
});

test('what files are called is text, and not markup', () => {
  const page = reportPage(content);
  expect(page).not.toContain('<a>.csv');
  expect(page).not.toContain('<1 of 9>');
  expect(page).toContain('<h1>A &#38; B</h1>');
});

test('it tells agreement, failures, walks and steps by the minute', () => {
  const page = reportPage(content);
  for (const part of [
    'Agreement with known steps',
    'limits of agreement (95 %, Bland-Altman)',
    'd.csv: no such file',
    '<summary>1 walk</summary>',
    'steps per minute',
    '2026-03-29 00:30',
  ]) {
    expect(page).toContain(part);
  }
});

test('a link to a recording leads to it', () => {
  const page = reportPage(content);
  const ids = new Set([...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id));
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(2);
  for (const target of targets) expect(ids).toContain(target);
});

test('of many recordings those without pictures are told in the table alone', () => {
  const [first, second, third] = content.recordings;
  if (!first || !second || !third) throw new Error('three were made');
  const page = reportPage({
    ...content,
    recordings: [first, { ...second, pictures: null }, third],
  });
  expect(page).toContain('Drawn are the 2 recordings');
  expect(page.match(/<section /g)?.length).toBe(2);
});

test('the table says why a recording has no steps, unless it had none', () => {
  const [first] = content.recordings;
  if (!first) throw new Error('three were made');
  const note = { code: 'no_steps', text: 'no steps: <why>', path: null, line: null } as const;
  const { comparison } = first.count;
  if (!comparison) throw new Error('its steps are known');
  const rows = (truth: number) => {
    const nothing = { ...first.count, steps: 0, notes: [note] };
    const count = {
      ...nothing,
      comparison: { ...comparison, truth, counted: 0, difference: -truth },
    };
    const recordings = [{ count, pictures: null }, ...content.recordings];
    return reportPage({ ...content, recordings }).match(/<small>.*?<\/small>/g);
  };
  expect(rows(20)).toEqual(['<small>no steps: &#60;why&#62;</small>']);
  expect(rows(0)).toBeNull();
});
