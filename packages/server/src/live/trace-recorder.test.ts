import { expect, test } from 'bun:test';
import { TraceRecorder } from './trace-recorder.ts';

test('steps that come without a sample, at the end of a session, are told once', () => {
  const recorder = new TraceRecorder();
  const session = { id: 'a', steps: 7 };
  expect(recorder.take(session)).toBeUndefined();
  recorder.step({ timestamp: 12.34567, foot: 'end' });
  expect(recorder.take(session)).toMatchObject({
    session_id: 'a',
    times: [],
    steps: [{ timestamp: 12.3457, foot: 'end' }],
    total_steps: 7,
  });
  expect(recorder.take(session)).toBeUndefined();
});
