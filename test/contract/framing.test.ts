import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Detection } from './messages.ts';
import { frame, OPCODE } from './raw-client.ts';
import { open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

/** RFC 6455, section by section: what a server must take, what it must not, and that neither harms a neighbour. */

const TEXT = JSON.stringify(SAMPLE);
const bytes = (...values: number[]) => Uint8Array.from(values);
/** A frame whose first byte is as given: flags and opcode. */
const flagged = (first: number, payload: Uint8Array | string = TEXT) => {
  const made = frame(OPCODE.text, payload);
  made[0] = first;
  return made;
};
/** A masked head, with the length written in so many bytes, whether or not it needs them. */
const head = (opcode: number, length: number, width: 0 | 2 | 8) => {
  const made = Buffer.alloc(2 + width + 4);
  made[0] = 0x80 | opcode;
  made[1] = 0x80 | (width === 0 ? length : width === 2 ? 126 : 127);
  if (width === 2) made.writeUInt16BE(length, 2);
  if (width === 8) made.writeBigUInt64BE(BigInt(length), 2);
  return made;
};
const closeWith = (code: number, reason: Uint8Array | string = '') =>
  frame(
    OPCODE.close,
    Buffer.concat([bytes(code >> 8, code & 0xff), Buffer.from(reason as string)]),
  );

let server: RunningServer;
let neighbour: Session;
let asked = 0;
beforeAll(async () => {
  server = await startServer();
  neighbour = await open(server);
});
afterAll(() => server.stop());

async function expectNeighbourUnharmed(): Promise<void> {
  asked++;
  expect((await neighbour.ask(Detection, SAMPLE)).total_predictions).toBe(asked);
}

/** Breaches that end the connection: nothing of them is counted as a sample. */
const BREACHES: Record<string, Uint8Array> = {
  'the first reserved bit, without an extension': flagged(0xc1),
  'the second reserved bit': flagged(0xa1),
  'the third reserved bit': flagged(0x91),
  'all reserved bits': flagged(0xf1),
  'a reserved bit in a ping': flagged(0xc9, ''),
  'a reserved bit in a close': flagged(0xc8, ''),
  'a text that is not masked': Buffer.concat([bytes(0x81, TEXT.length), Buffer.from(TEXT)]),
  'a ping that is not masked': bytes(0x89, 0),
  'a close that is not masked': bytes(0x88, 0),
  'an empty text that is not masked': bytes(0x81, 0),
  'a ping in fragments': frame(OPCODE.ping, 'part', false),
  'a close in fragments': frame(OPCODE.close, '', false),
  'a ping of 126 bytes': frame(OPCODE.ping, 'x'.repeat(126)),
  'a pong of 126 bytes': frame(OPCODE.pong, 'x'.repeat(126)),
  'a ping of 64 KB': frame(OPCODE.ping, 'x'.repeat(65_536)),
  'a close of 126 bytes': closeWith(1000, 'x'.repeat(124)),
  'a continuation of nothing': frame(OPCODE.continuation, TEXT),
  'a continuation of nothing that goes on': frame(OPCODE.continuation, TEXT, false),
  'a continuation after the end': Buffer.concat([
    frame(OPCODE.ping, ''),
    frame(OPCODE.continuation, TEXT),
  ]),
  'a text within a text': Buffer.concat([
    frame(OPCODE.text, TEXT.slice(0, 9), false),
    frame(OPCODE.text, TEXT),
  ]),
  'bytes within a text': Buffer.concat([
    frame(OPCODE.text, TEXT.slice(0, 9), false),
    frame(OPCODE.binary, TEXT),
  ]),
  'a length of 2⁶³': bytes(0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
  'a length of 2⁶⁴ − 1': bytes(0x81, 0xff, ...new Array<number>(8).fill(0xff), 1, 2, 3, 4),
  'a length of 2³²': bytes(0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4),
  'a length of a gigabyte': head(OPCODE.text, 2 ** 30, 8),
  'fragments that are too long together': Buffer.concat([
    frame(OPCODE.text, 'x'.repeat(300_000), false),
    frame(OPCODE.continuation, 'x'.repeat(300_000), false),
    frame(OPCODE.continuation, 'x'.repeat(300_000)),
  ]),
};
for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) {
  BREACHES[`opcode ${opcode}, which is reserved`] = frame(opcode, '');
}

describe('a client that breaks the rules of frames is cut off, and nobody else notices:', () => {
  test.each(Object.entries(BREACHES))('%s', async (_, breach) => {
    const { client } = await open(server);
    client.sendRaw(breach);
    client.sendRaw(frame(OPCODE.text, TEXT));
    const { code } = await client.closed;
    expect([1002, 1003, 1006, 1007, 1009]).toContain(code);
    expect(client.unread().filter(({ type }) => type === 'step_detection')).toEqual([]);
    await expectNeighbourUnharmed();
  });
});

/** Texts that are not UTF-8. */
const NOT_UTF8: Record<string, Uint8Array> = {
  'a byte that begins nothing': bytes(0x80),
  'a sequence that is cut short': bytes(0xe2, 0x82),
  'a slash in two bytes': bytes(0xc0, 0xaf),
  'a nul in three bytes': bytes(0xe0, 0x80, 0x80),
  'half a pair of surrogates': bytes(0xed, 0xa0, 0x80),
  'beyond the last character': bytes(0xf4, 0x90, 0x80, 0x80),
  'a byte that is in no text': bytes(0xff),
};

describe('a text that is not UTF-8 is not read as one:', () => {
  test.each(Object.entries(NOT_UTF8))('%s', async (_, text) => {
    const { client } = await open(server);
    client.sendRaw(frame(OPCODE.text, Buffer.concat([Buffer.from('"'), text, Buffer.from('"')])));
    const ended = await Promise.race([client.closed, client.next()]);
    if ('code' in ended && 'reason' in ended) expect([1006, 1007]).toContain(ended.code as number);
    else expect(ended).toMatchObject({ type: 'error' });
    client.destroy();
    await expectNeighbourUnharmed();
  });
});

describe('a close that says nothing of use still ends the connection:', () => {
  const closes: Record<string, Uint8Array> = {
    'no code': frame(OPCODE.close),
    'half a code': frame(OPCODE.close, bytes(3)),
    'code 0': closeWith(0),
    'code 999': closeWith(999),
    'code 1004': closeWith(1004),
    'code 1005, which is never sent': closeWith(1005),
    'code 1006, which is never sent': closeWith(1006),
    'code 1015, which is never sent': closeWith(1015),
    'code 2999': closeWith(2999),
    'code 5000': closeWith(5000),
    'code 65535': closeWith(65_535),
    'a reason that is not UTF-8': closeWith(1000, bytes(0xff, 0xfe)),
    'code 1000, twice': Buffer.concat([closeWith(1000), closeWith(1000)]),
    'code 3000': closeWith(3000),
    'code 4999 and a long reason': closeWith(4999, 'x'.repeat(123)),
  };
  test.each(Object.entries(closes))('%s', async (_, close) => {
    const { client } = await open(server);
    client.sendRaw(Buffer.concat([close, frame(OPCODE.text, TEXT)]));
    await client.closed;
    expect(client.unread().filter(({ type }) => type === 'step_detection')).toEqual([]);
    await expectNeighbourUnharmed();
  });
});

describe('what is unusual and allowed is read:', () => {
  const payload = Buffer.from(TEXT);
  const masked = (made: Buffer) => Buffer.concat([made, payload]);
  const allowed: Record<string, Uint8Array> = {
    'a mask of zeros': masked(head(OPCODE.text, payload.length, 0)),
    'empty fragments': Buffer.concat([
      frame(OPCODE.text, '', false),
      frame(OPCODE.continuation, '', false),
      frame(OPCODE.continuation, TEXT),
    ]),
    'a fragment for each byte': Buffer.concat([
      frame(OPCODE.text, TEXT.slice(0, 1), false),
      ...[...TEXT.slice(1)].map((letter) => frame(OPCODE.continuation, letter, false)),
      frame(OPCODE.continuation, ''),
    ]),
    'pings between fragments': Buffer.concat([
      frame(OPCODE.text, TEXT.slice(0, 5), false),
      ...Array.from({ length: 20 }, () => frame(OPCODE.ping, 'x'.repeat(125))),
      frame(OPCODE.continuation, TEXT.slice(5)),
    ]),
    'pongs that nobody asked for': Buffer.concat([
      ...Array.from({ length: 50 }, () => frame(OPCODE.pong, 'x')),
      frame(OPCODE.text, TEXT),
    ]),
  };
  test.each(Object.entries(allowed))('%s', async (_, sent) => {
    const session = await open(server);
    session.client.sendRaw(sent);
    expect((await session.expect(Detection)).total_predictions).toBe(1);
    session.client.destroy();
    await expectNeighbourUnharmed();
  });
});

describe('a flood of control frames', () => {
  test.each([
    ['pings', OPCODE.ping],
    ['pongs', OPCODE.pong],
  ])('of %s is cut off within a read, with 4429', async (_, opcode) => {
    const { client } = await open(server);
    client.sendRaw(Buffer.concat(new Array<Buffer>(50_000).fill(frame(opcode, ''))));
    expect([1006, 4429]).toContain((await client.closed).code);
    expect(client.pongs.length).toBeLessThan(5000);
    await expectNeighbourUnharmed();
  });
});
