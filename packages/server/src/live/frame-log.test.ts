import { expect, test } from 'bun:test';
import { writeBinarySamples } from '@stepstream/protocol/codec';
import { FrameLog } from './frame-log.ts';

const log = () => new FrameLog('a', () => 12_500, {});

test('keeps the last 50 frames and answers, and tells each once', () => {
  const frames = log();
  expect(frames.take()).toBeUndefined();
  frames.received('{"action":"ping"}', 'ping');
  frames.sent('{"type":"pong","session_id":"a"}');
  expect(frames.take()).toEqual({
    ...{ type: 'frames', session_id: 'a', fresh: false },
    frames: [
      { at: 12.5, from: 'client', kind: 'ping', size: 17, text: '{"action":"ping"}' },
      {
        at: 12.5,
        from: 'server',
        kind: 'pong',
        size: 32,
        text: '{"type":"pong","session_id":"a"}',
      },
    ],
  });
  expect(frames.take()).toBeUndefined();
  for (let i = 0; i < 200; i++) frames.received(`{"n":${i}}`, 'fault');
  expect(
    frames
      .take()
      ?.frames.map(({ text }) => text)
      .slice(-2),
  ).toEqual(['{"n":198}', '{"n":199}']);
  expect(frames.all().frames).toHaveLength(50);
  expect(frames.all().fresh).toBe(true);
});

test('says what a binary frame holds, also one that is none', () => {
  const frames = log();
  const samples = [0, 1].map((i) => ({
    ...{ timestamp: 100 + i / 50, accel_x: 1, accel_y: 2, accel_z: 9.5 },
  }));
  frames.received(writeBinarySamples(samples), 'samples');
  frames.received(new Uint8Array(9), 'fault');
  frames.received(new Uint8Array(0), 'fault');
  expect(frames.all().frames.map(({ text }) => text)).toEqual([
    'binary, 2 samples, 100.000 to 100.020 s; the first: 1.00, 2.00, 9.50',
    'binary, of no length that rows of samples have',
    'binary, of no length that rows of samples have',
  ]);
});

test('never shows what a client says to authenticate', () => {
  const frames = log();
  frames.received('{"action":"authenticate","token":"s3cret"}', 'authenticate');
  expect(JSON.stringify(frames.all())).not.toContain('s3cret');
});
