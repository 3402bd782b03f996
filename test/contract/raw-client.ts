/**
 * A WebSocket client (RFC 6455) over a bare TCP socket.
 *
 * Library clients hide what a server is tested for here: which bytes share a write, what a close
 * frame said, what happens when the peer stops reading or vanishes. This one does what it is told,
 * and neither reconnects, compresses nor delays behind the test's back.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Socket, connect as tcpConnect } from 'node:net';
import { checkServerMessage } from './document-check.ts';

export type Json = Record<string, unknown>;

export interface Closed {
  /** The code of the server's close frame; 1005 for one without a code, 1006 for no frame. */
  readonly code: number;
  readonly reason: string;
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One client frame, masked as the RFC demands of clients. */
export function frame(opcode: number, payload: Uint8Array | string = '', fin = true): Buffer {
  // A copy in either case: masking must not touch the caller's bytes.
  const data = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload);
  const extended = data.length < 126 ? 0 : data.length < 65536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (extended === 0 ? data.length : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(data.length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(data.length), 2);
  const mask = randomBytes(4);
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return Buffer.concat([head, mask, data]);
}

/** Opens a connection; rejects when the server answers anything but a correct 101. */
export async function connect(
  url: string,
  options: { headers?: Record<string, string> } = {},
): Promise<RawClient> {
  const { hostname, port, pathname, search } = new URL(url);
  const key = randomBytes(16).toString('base64');
  const headers = {
    Host: `${hostname}:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    ...options.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = tcpConnect({ host: hostname, port: Number(port) });
  socket.setNoDelay(true);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const { head, rest } = await readHead(socket);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  if (!/^HTTP\/1\.1 101 /.test(head) || !head.includes(accept.digest('base64'))) {
    socket.destroy();
    throw new Error(`handshake refused: ${head.split('\r\n')[0]}`);
  }
  return new RawClient(socket, head, rest);
}

function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const ended = () => reject(new Error('connection closed during the handshake'));
    const received = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', received).off('error', reject).off('close', ended);
      resolve({ head: bytes.toString('latin1', 0, end), rest: bytes.subarray(end + 4) });
    };
    socket.on('data', received).on('error', reject).on('close', ended);
  });
}

export class RawClient {
  /** Settles when the server's close frame is read, or the TCP connection ends without one. */
  readonly closed: Promise<Closed>;
  /** The payloads of the pongs received so far. */
  readonly pongs: string[] = [];
  readonly #socket: Socket;
  readonly #head: string;
  readonly #messages: Json[] = [];
  #bytes = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #end: string | undefined;
  #wake = () => {};
  #resolveClosed: (closed: Closed) => void = () => {};

  constructor(socket: Socket, head: string, rest: Buffer) {
    this.#socket = socket;
    this.#head = head;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    socket.on('error', () => {}); // 'close' follows, and is where an end is reported.
    socket.on('close', () => this.#finish(1006, 'no close frame'));
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    this.#received(rest);
  }

  /** A header of the server's handshake answer. */
  header(name: string): string | undefined {
    return new RegExp(`^${name}: *(.*)$`, 'im').exec(this.#head)?.[1]?.trim();
  }

  send(message: string | object): void {
    this.sendTogether([message]);
  }

  /** Every message as its own frame, all of them in one write. */
  sendTogether(messages: readonly (string | object)[]): void {
    const texts = messages.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
    this.sendRaw(Buffer.concat(texts.map((text) => frame(OPCODE.text, text))));
  }

  sendBinary(bytes: Uint8Array): void {
    this.sendRaw(frame(OPCODE.binary, bytes));
  }

  sendRaw(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /**
   * The next unread message; rejects when the connection has ended or nothing comes in time.
   * One call at a time: a session's messages are a sequence, read by one reader.
   */
  next(timeoutMs = 10_000): Promise<Json> {
    return new Promise((resolve, reject) => {
      const settle = (message: Json | undefined, why: string) => {
        clearTimeout(timer);
        this.#wake = () => {};
        if (message) resolve(message);
        else reject(new Error(`no message: ${why}`));
      };
      const timer = setTimeout(() => settle(undefined, `waited ${timeoutMs} ms`), timeoutMs);
      this.#wake = () => {
        const message = this.#messages.shift();
        if (message || this.#end) settle(message, `connection ended, ${this.#end}`);
      };
      this.#wake();
    });
  }

  async collect(count: number): Promise<Json[]> {
    const messages: Json[] = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }

  /** What has arrived and was not yet asked for. */
  unread(): readonly Json[] {
    return this.#messages;
  }

  stopReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  /** Drops the connection with no closing handshake, as a lost network does. */
  destroy(): void {
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    while (!this.#end && this.#bytes.length >= 2) {
      const [first = 0, second = 0] = this.#bytes;
      const short = second & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (this.#bytes.length < start) return;
      const long = start === 4 ? this.#bytes.readUInt16BE(2) : 0;
      const size = start === 10 ? Number(this.#bytes.readBigUInt64BE(2)) : long || short;
      if (this.#bytes.length < start + size) return;
      const payload = this.#bytes.subarray(start, start + size);
      this.#bytes = this.#bytes.subarray(start + size);
      this.#handle(first & 0x0f, payload, first >= 0x80);
    }
  }

  #handle(opcode: number, payload: Buffer, fin: boolean): void {
    if (opcode === OPCODE.ping) {
      this.sendRaw(frame(OPCODE.pong, payload));
    } else if (opcode === OPCODE.pong) {
      this.pongs.push(payload.toString());
    } else if (opcode === OPCODE.close) {
      this.#socket.end(frame(OPCODE.close, payload));
      const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
      this.#finish(code, payload.toString('utf8', 2));
    } else {
      this.#fragments.push(payload);
      if (fin) this.#message(opcode, Buffer.concat(this.#fragments.splice(0)).toString());
    }
  }

  #message(opcode: number, text: string): void {
    try {
      if (opcode > OPCODE.text) throw new Error('not a text frame');
      const message = JSON.parse(text) as Json;
      checkServerMessage(message);
      this.#messages.push(message);
      this.#wake();
    } catch (error) {
      this.#finish(1007, `unreadable message from the server: ${error}`);
    }
  }

  #finish(code: number, reason: string): void {
    if (this.#end) return;
    this.#end = `${code} ${reason}`;
    this.#resolveClosed({ code, reason });
    this.#wake();
  }
}
