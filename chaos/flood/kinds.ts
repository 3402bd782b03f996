import { frame, OPCODE, push, repeated, request } from './frames.ts';

/** A kind of flood. */
export interface FloodKind {
  readonly name: string;
  /** For people: what each flooder does, again and again. */
  readonly what: string;
  /** Whether it speaks HTTP, and opens no WebSocket. */
  readonly isHttp?: boolean;
  /** Whether it reads what it is answered. Default: true. */
  readonly reads?: boolean;
  /** How long it stays before it cuts the connection, in milliseconds. Default: as long as it can. */
  readonly staysMs?: number;
  /** What it writes, over and over; with `once`, a single time. */
  bytes(port: number, turn: number): Buffer;
  readonly once?: boolean;
}

/** Just under the largest frame, and the largest push, of a server that is not configured. */
const FRAME_BYTES = 260_000;
const PUSH_BYTES = 1_040_000;
const SAMPLE = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8, gyro_x: 0.1, gyro_y: 0.2, gyro_z: 0.3 };
const LONE = JSON.stringify(SAMPLE);
/** What is small is written so many times in one piece. */
const AT_ONCE = 2000;

const text = (content: string) => frame(OPCODE.text, content);
const always = (bytes: Buffer) => () => bytes;
const keys = (length: number) => {
  const parts: string[] = [];
  for (let size = 2, i = 0; size < length; size += 10, i++) parts.push(`"k${i + 10_000}":1`);
  return `{${parts.join(',')}}`;
};
const reading = (i: number) =>
  `{"name":"totalacceleration","time":"${1.7e18 + i * 1e7}","values":{"x":0,"y":0,"z":9.8}}`;
const recording = (device: string, payload: string) =>
  `{"messageId":0,"sessionId":"walk","deviceId":"${device}","payload":[${payload}]}`;
const aPush = Array.from({ length: 10_000 }, (_, i) => reading(i)).join(',');
const rows = (count: number) => {
  const floats = new Float32Array(7 * count);
  for (let i = 0; i < count; i++) floats.set([i / 50, 0.1, 0.2, 9.8, 0, 0, 0], 7 * i);
  return Buffer.concat([Buffer.alloc(8), Buffer.from(floats.buffer)]);
};

/** Every kind, by what it floods with. */
export const FLOODS: readonly FloodKind[] = [
  {
    name: 'samples',
    what: 'lone samples, as fast as they are taken',
    bytes: always(repeated(text(LONE), AT_ONCE)),
  },
  {
    name: 'batches',
    what: 'JSON batches of 1,000 samples',
    bytes: always(text(JSON.stringify({ samples: new Array(1000).fill(SAMPLE) }))),
  },
  {
    name: 'binary',
    what: 'binary frames of 1,000 samples',
    bytes: always(repeated(frame(OPCODE.binary, rows(1000)), 20)),
  },
  { name: 'keys', what: 'frames of 26,000 keys', bytes: always(text(keys(FRAME_BYTES))) },
  { name: 'brackets', what: 'frames of [[[[', bytes: always(text('['.repeat(FRAME_BYTES))) },
  {
    name: 'short brackets',
    what: 'frames of [[[[ that are too short to be looked at',
    bytes: always(repeated(text('['.repeat(8000)), 50)),
  },
  { name: 'tiny', what: 'frames of {}', bytes: always(repeated(text('{}'), 20_000)) },
  { name: 'pings', what: 'pings', bytes: always(repeated(frame(OPCODE.ping, ''), 80_000)) },
  {
    name: 'requests',
    what: 'plain requests, many in one piece',
    isHttp: true,
    bytes: (port) => repeated(request(port, '/health'), AT_ONCE),
  },
  {
    name: 'pages',
    what: 'plain requests for a long page, one after the other',
    isHttp: true,
    bytes: (port) => request(port, '/docs'),
  },
  {
    name: 'bracket pushes',
    what: 'pushes of 1 MB of [[[[',
    isHttp: true,
    bytes: (port) => push(port, '['.repeat(PUSH_BYTES)),
  },
  {
    name: 'pushes',
    what: 'pushes of 10,000 readings',
    isHttp: true,
    bytes: (port, turn) => push(port, recording(`${turn % 4}`, aPush)),
  },
  {
    name: 'new recordings',
    what: 'pushes of one reading, each of another device',
    isHttp: true,
    bytes: (port, turn) =>
      Buffer.concat(
        Array.from({ length: 20 }, (_, i) =>
          push(port, recording(`${process.pid} ${turn} ${i}`, reading(0))),
        ),
      ),
  },
  {
    name: 'deaf',
    what: 'lone samples, whose answers are not read',
    reads: false,
    bytes: always(repeated(text(LONE), AT_ONCE)),
  },
  {
    name: 'half frames',
    what: 'half a frame of 500 KB, and then nothing',
    once: true,
    bytes: always(text('x'.repeat(500_000)).subarray(0, 400_000)),
  },
  {
    name: 'cut',
    what: 'a connection that is cut as soon as it is there',
    staysMs: 0,
    once: true,
    bytes: always(Buffer.alloc(0)),
  },
];
