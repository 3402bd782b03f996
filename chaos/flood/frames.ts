/** Frames and requests as bytes, as somebody writes them who means harm. */

const MASK_BIT = 0x80;
const FIN_BIT = 0x80;
/** Frames up to this size, in bytes, have their length in the second byte. */
const SHORT = 126;

/** The kinds of frames (RFC 6455, 5.2). */
export const OPCODE = { text: 1, binary: 2, ping: 9 } as const;

/** One client frame. Its mask is all zeros, which is as good as any and costs nothing. */
export function frame(opcode: number, payload: string | Uint8Array): Buffer {
  const data = Buffer.from(payload as string);
  const isShort = data.length < SHORT;
  const isLong = data.length > 0xffff;
  const head = Buffer.alloc(2 + (isShort ? 0 : isLong ? 8 : 2) + 4);
  head[0] = FIN_BIT | opcode;
  head[1] = MASK_BIT | (isShort ? data.length : isLong ? 127 : SHORT);
  if (isLong) head.writeBigUInt64BE(BigInt(data.length), 2);
  else if (!isShort) head.writeUInt16BE(data.length, 2);
  return Buffer.concat([head, data]);
}

/** The request that opens a WebSocket. */
export function handshake(port: number): string {
  return [
    'GET /ws/realtime HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');
}

/** A plain request. */
export function request(port: number, path: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
}

/** A push of the app Sensor Logger with this body. */
export function push(port: number, body: string): Buffer {
  const head = [
    'POST /ingest/sensor-logger HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '\r\n',
  ];
  return Buffer.from(head.join('\r\n') + body);
}

/** Something so many times, in one piece. */
export function repeated(bytes: Uint8Array, count: number): Buffer {
  return Buffer.concat(new Array<Uint8Array>(count).fill(bytes));
}
