import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Detection, Started } from './messages.ts';
import { connect, frame, OPCODE } from './raw-client.ts';
import { eventually, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const TEXT = JSON.stringify(SAMPLE);

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function isListed(id: string): Promise<boolean> {
  const response = await fetch(`${server.httpUrl}/sessions/${id}`);
  await response.text();
  return response.status === 200;
}

describe('frames', () => {
  test('a ping has its pong, and is no message', async () => {
    const session = await open(server);
    session.client.sendRaw(frame(OPCODE.ping, 'payload'));
    await session.ask(Detection, SAMPLE);
    expect(session.client.pongs).toEqual(['payload']);
    expect(session.client.unread()).toEqual([]);
    session.client.destroy();
  });

  test('a message in fragments is one message, a ping between them no part of it', async () => {
    const session = await open(server);
    session.client.sendRaw(
      Buffer.concat([
        frame(OPCODE.text, TEXT.slice(0, 10), false),
        frame(OPCODE.ping, 'between'),
        frame(OPCODE.continuation, TEXT.slice(10, 30), false),
        frame(OPCODE.continuation, TEXT.slice(30)),
      ]),
    );
    expect((await session.expect(Detection)).total_predictions).toBe(1);
    expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(2);
    session.client.destroy();
  });

  test('a frame may arrive byte by byte', async () => {
    const session = await open(server);
    for (const byte of frame(OPCODE.text, TEXT)) {
      session.client.sendRaw(Uint8Array.of(byte));
      await Bun.sleep(0);
    }
    expect((await session.expect(Detection)).total_predictions).toBe(1);
    session.client.destroy();
  });
});

describe('an end by the client', () => {
  test('with a close frame is answered with one, and ends the session', async () => {
    const session = await open(server);
    session.client.sendRaw(frame(OPCODE.close, Uint8Array.of(0x03, 0xe8)));
    expect((await session.client.closed).code).toBe(1000);
    await eventually(async () => !(await isListed(session.id)));
  });

  test('without one leaves no live connection behind', async () => {
    const active = async () => {
      const response = await fetch(`${server.httpUrl}/health`);
      return ((await response.json()) as { active_sessions: number }).active_sessions;
    };
    await eventually(async () => (await active()) === 0);
    const sessions = await Promise.all(Array.from({ length: 5 }, () => open(server)));
    expect(await active()).toBe(5);
    for (const { client } of sessions) client.destroy();
    await eventually(async () => (await active()) === 0);
  });
});

describe('a client that breaks the rules harms nobody else', () => {
  const header = (...bytes: number[]) => Uint8Array.from(bytes);
  const breaches = {
    'half a frame, then nothing': frame(OPCODE.text, TEXT).subarray(0, 20),
    'a length of exabytes': header(0x81, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    'no mask': Buffer.concat([header(0x81, TEXT.length), Buffer.from(TEXT)]),
    'a reserved opcode': frame(0x3, TEXT),
    'a continuation of nothing': frame(OPCODE.continuation, TEXT),
    'text that is not UTF-8': frame(OPCODE.text, header(0xff, 0xfe, 0xc0)),
    'a close with half a code': frame(OPCODE.close, header(0x03)),
    'no frame at all': Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  };
  test.each(Object.entries(breaches))('%s', async (_, bytes) => {
    const neighbour = await open(server);
    const session = await open(server);
    session.client.sendRaw(bytes);
    expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(1);
    session.client.destroy();
    expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(2);
    await eventually(async () => !(await isListed(session.id)));
    neighbour.client.destroy();
  });

  test('one that does not read has its answers later, or is closed with 4413', async () => {
    const neighbour = await open(server);
    const slow = await open(server);
    slow.client.stopReading();
    const frames = 20_000;
    slow.client.sendTogether(Array(frames).fill(TEXT));
    for (let n = 1; n <= 20; n++) {
      expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(n);
    }
    slow.client.resumeReading();
    const ended = await Promise.race([slow.client.closed, slow.client.collect(frames)]);
    if ('code' in ended) expect(ended.code).toBe(4413);
    else expect(Detection.parse(ended.at(-1)).total_predictions).toBe(frames);
    slow.client.destroy();
    neighbour.client.destroy();
  });
});

describe('the handshake', () => {
  test('of an address that has no stream is refused at once', async () => {
    const wsUrl = server.wsUrl.replace(/\/ws\/realtime.*/, '/nowhere');
    await expect(connect(wsUrl)).rejects.toThrow('handshake refused: HTTP/1.1 404 Not Found');
  });

  test('takes the subprotocol, and any other beside it', async () => {
    for (const offer of ['stepstream.v1', 'other, stepstream.v1']) {
      const client = await connect(server.wsUrl, { headers: { 'Sec-WebSocket-Protocol': offer } });
      expect([undefined, 'stepstream.v1']).toContain(client.header('Sec-WebSocket-Protocol'));
      Started.parse(await client.next());
      client.send(SAMPLE);
      Detection.parse(await client.next());
      client.destroy();
    }
  });

  test('agrees to no extension that was not offered', async () => {
    const { client } = await open(server);
    expect(client.header('Sec-WebSocket-Extensions')).toBeUndefined();
    expect(client.header('Sec-WebSocket-Protocol')).toBeUndefined();
    client.destroy();
  });

  test('chooses no subprotocol that it does not speak', async () => {
    const headers = { 'Sec-WebSocket-Protocol': 'soap, stepstream.v2' };
    const client = await connect(server.wsUrl, { headers });
    expect(client.header('Sec-WebSocket-Protocol')).toBeUndefined();
    client.destroy();
  });
});
