import { expect, test } from 'bun:test';
import { StreamConnection } from './connection.ts';
import { RESUME_TIMEOUT_MS, ResumeSocket } from './resume-socket.ts';
import { RecordingSocket, streamWorld } from './testing/stream-world.ts';

/** A session whose connection was lost, and a client that is to say its token. */
function setUp() {
  const world = streamWorld({ resume: { windowSeconds: 120, most: 10 } });
  const lost = world.open();
  const token = lost.session?.resumeToken ?? '';
  lost.connection.closed();
  const socket = new RecordingSocket();
  const asked = { userId: undefined, speaksV1: false, checkpoints: false };
  const waiting = new ResumeSocket(
    (resume) => new StreamConnection(socket, { ...asked, resume }, world.context),
    world.clock,
  );
  waiting.open();
  const say = (message: object) => waiting.receive(JSON.stringify(message));
  return { ...world, waiting, socket, say, token, id: lost.session?.id };
}

test('nothing is said, and no session begins, before the client has spoken', () => {
  const { waiting, socket, registry, clock } = setUp();
  clock.advance(RESUME_TIMEOUT_MS - 1);
  expect([socket.sent.length, registry.size, registry.detached]).toEqual([0, 0, 1]);
  waiting.closed();
  clock.advance(RESUME_TIMEOUT_MS);
  expect([socket.sent.length, registry.size, registry.detached]).toEqual([0, 0, 1]);
});

test('the session of its token goes on', () => {
  const { socket, say, token, id } = setUp();
  say({ action: 'resume', resume_token: token, answered: 0 });
  expect(socket.sent).toMatchObject([{ resumed: true, session_id: id, total_requests: 0 }]);
});

test('a client that says who it is before, though nobody asks, is answered after its greeting', () => {
  const { socket, say, token } = setUp();
  say({ action: 'authenticate', token: 'x' });
  expect(socket.sent).toEqual([]);
  say({ action: 'resume', resume_token: token });
  expect(socket.sent[0]).toMatchObject({ type: 'session_started', resumed: true });
});

test('who stays silent gets a new session', () => {
  const { socket, clock, id } = setUp();
  clock.advance(RESUME_TIMEOUT_MS);
  expect(socket.sent).toMatchObject([{ resumed: false, reason: 'unknown_token' }]);
  expect(socket.sent[0]?.session_id).not.toBe(id);
});

test('what is flooded before its first message is closed', () => {
  const { waiting, socket } = setUp();
  waiting.flooded();
  expect(socket.closed?.code).toBe(4429);
});
