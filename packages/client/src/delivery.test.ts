import { expect, test } from 'bun:test';
import type { SessionStarted } from '@stepstream/protocol';
import { Play } from './testing/play.ts';
import { isRejected, stepsAmong } from './testing/saving-server.ts';

/** Gives samples, one after another, and lets them reach the server. */
function walk(play: Play, samples: number): void {
  for (let i = 0; i < samples; i++) {
    play.acts.add();
    play.settle();
  }
}

const samplesIn = (play: Play) => play.server.seen.filter((item) => typeof item === 'number');
const timesOf = (play: Play) => play.steps.map(({ timestamp }) => timestamp);
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i).filter((i) => !isRejected(i));

test('frames are kept until they are saved, and no longer', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 30);
  expect(play.delivery.snapshot().outbox.log.frames.length).toBe(30);
  play.acts.save();
  play.settle();
  expect(play.delivery.snapshot().outbox.log.frames.length).toBe(0);
});

test('nothing is kept for a server that saves nothing', () => {
  const play = new Play({ replies: 'every_frame' }, false);
  walk(play, 30);
  expect(play.delivery.snapshot().outbox.log.frames.length).toBe(0);
  // It has failed; what was answered is counted, and is gone.
  play.acts.crash();
  walk(play, 10);
  expect(samplesIn(play)).toEqual(range(30, 40));
  expect(timesOf(play)).toEqual(stepsAmong(40));
  expect(play.delivery.totalSteps).toBe(stepsAmong(40).length);
});

test('a server that failed before it had saved anything gets the whole session again', () => {
  const play = new Play({ replies: 'steps', settings: { accel_unit: 'g' } });
  walk(play, 30);
  play.acts.crash();
  play.settle();
  walk(play, 10);
  expect(samplesIn(play)).toEqual(range(0, 40));
  expect(play.server.seen[0]).toBe('configure');
  expect(timesOf(play)).toEqual(stepsAmong(40));
  expect(play.delivery.totalSteps).toBe(stepsAmong(40).length);
});

test('a session that the server has given up is not sent again', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 30);
  play.acts.add();
  play.now = 121_000;
  play.acts.crash();
  play.settle();
  expect(samplesIn(play)).toEqual(range(30, 31));
  expect(timesOf(play)).toEqual(stepsAmong(31));
  expect(play.delivery.totalSteps).toBe(stepsAmong(31).length);
});

test('a session that was stopped is not sent again', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 30);
  let stopped = 0;
  play.delivery.stop(() => stopped++);
  play.acts.send();
  play.acts.crash();
  play.settle();
  expect(samplesIn(play)).toEqual([]);
  expect(stopped).toBe(1);
  expect(play.delivery.totalSteps).toBe(stepsAmong(30).length);
});

test('a stop is told again to a server that has gone back, after what it has lost', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 10);
  play.acts.save();
  walk(play, 20);
  let stopped = 0;
  play.delivery.stop(() => stopped++);
  play.acts.send();
  play.acts.take();
  play.acts.crash();
  play.settle();
  expect(play.server.seen).toEqual([...range(0, 30), 'stop']);
  expect(stopped).toBe(1);
  expect(timesOf(play)).toEqual(stepsAmong(30));
});

test('no more is kept than was allowed, which is told once, and the count goes on all the same', () => {
  const play = new Play({ replies: 'every_frame', maxKept: 20 });
  walk(play, 10);
  play.acts.save();
  walk(play, 60);
  expect(play.errors.filter((code) => code === 'not_saved').length).toBe(1);
  expect(play.delivery.snapshot().outbox.log.frames.length).toBe(20);
  play.acts.crash();
  play.settle();
  walk(play, 10);
  // What came between the last save and what was kept is lost to the server alone.
  expect(samplesIn(play)).toEqual([...range(0, 10), ...range(50, 80)]);
  expect(timesOf(play)).toEqual(stepsAmong(80));
  expect(play.delivery.totalSteps).toBe(stepsAmong(80).length);
  expect(play.steps.map(({ total }) => total)).toEqual(stepsAmong(80).map((_, i) => i + 1));

  play.acts.save();
  play.settle();
  walk(play, 60);
  expect(play.errors.filter((code) => code === 'not_saved').length).toBe(2);
});

test('a detector that finds other steps the second time changes nothing that was told', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 10);
  play.acts.save();
  walk(play, 20);
  play.acts.crash();
  play.server.forgetSteps();
  play.settle();
  walk(play, 10);
  expect(timesOf(play)).toEqual(stepsAmong(40));
  expect(play.delivery.totalSteps).toBe(stepsAmong(40).length);
});

test('a stop whose answer was lost ends with the steps that only its end confirmed', () => {
  const play = new Play({ replies: 'every_frame' });
  walk(play, 30);
  const heard = play.delivery.totalSteps;
  const totals: number[] = [];
  play.delivery.stop(() => totals.push(play.delivery.totalSteps));
  play.acts.send();
  const step = { timestamp: 29.5, foot: 'start', confidence: 0.9 } as const;
  const counts = { total_requests: 31, total_predictions: 30, total_steps: heard + 1 };
  const greeting = { ...play.server.greet(), ...counts, resumed: true, missed_steps: [step] };
  play.delivery.greeted(greeting as SessionStarted);
  expect(totals).toEqual([heard + 1]);
  expect(timesOf(play).at(-1)).toBe(29.5);
});
