import { expect, test } from 'bun:test';
import { tracingChannel } from 'node:diagnostics_channel';
import { addHasSubscribers } from './quiet-tracing.ts';

test('a tracing channel tells whether anybody listens to it', () => {
  addHasSubscribers();
  addHasSubscribers();
  const channel = tracingChannel('stepstream:test');
  expect(channel.hasSubscribers).toBe(false);
  const listener = () => {};
  channel.asyncEnd.subscribe(listener);
  expect(channel.hasSubscribers).toBe(true);
  channel.asyncEnd.unsubscribe(listener);
  expect(channel.hasSubscribers).toBe(false);
});
