import { expect, test } from 'bun:test';
import type { RecordingNote } from '@stepstream/formats/browser';
import { PLAIN_SOURCE } from '@stepstream/formats/testing';
import { generateWalk } from '@stepstream/synthetic';
import { RecordingCounter } from './recording-counter.ts';
import { whyNothing } from './why-nothing.ts';

const moved = { steps: 0, contacts: 0, spread: 2, seconds: 60, notes: [] };
const reason = (found: Partial<typeof moved>, notes: readonly RecordingNote[] = []) =>
  whyNothing({ ...moved, ...found, notes }).map(({ text }) => text);

test('where steps were counted, nothing is to be said', () => {
  expect(reason({ steps: 4 })).toEqual([]);
  expect(reason({ steps: 4, spread: 0.05 })).toEqual([]);
});

test('that a device lay still is told, as the unit may be wrong', () => {
  expect(reason({ spread: 0.05 })[0]).toContain('moves by 0.05 m/s²');
  const flat = { code: 'flat_signal', text: 'it lay still', path: null, line: null } as const;
  expect(reason({ spread: 0 }, [flat])).toEqual([]);
});

test('a count of nothing in a recording that moves has a reason', () => {
  expect(reason({ contacts: 3 })[0]).toContain('3 contacts, and no walk');
  expect(reason({ seconds: 1.5 })[0]).toContain('1.5 s are too short');
  expect(reason({})[0]).toContain('not as in walking');
});

test('a reason that the file gives is not followed by a vaguer one', () => {
  expect(reason({}, [{ code: 'low_rate', text: '5 Hz', path: null, line: null }])).toEqual([]);
});

test('two steps and a stop are told as contacts without a walk', () => {
  const walk = generateWalk({
    segments: [
      { activity: 'standing', seconds: 4 },
      { activity: 'walking', seconds: 1.2, cadence: 100 },
      { activity: 'standing', seconds: 4 },
    ],
  });
  const counter = new RecordingCounter({ confirmAfter: 4 });
  counter.push(walk);
  const { steps, notes } = counter.finish({ file: 'two', source: PLAIN_SOURCE });
  expect(steps).toBe(0);
  expect(notes.map(({ code }) => code)).toEqual(['no_steps']);
});
