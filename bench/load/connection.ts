import type { Socket } from 'bun';
import type { FrameStream } from './frames.ts';

/** Frames of a session that may be unanswered at once; beyond it the server has lost the race. */
const MAX_UNANSWERED_FRAMES = 4096;

/** What a connection reports to. */
export interface Observer {
  /** The handshake is over, or the greeting has come: the session is live. */
  onReady(): void;
  onAnswer(milliseconds: number, bytes: number): void;
  /** All that one read brought has been reported. */
  onRead(connection: LoadConnection): void;
  onClose(reason: string): void;
}

/**
 * A client that costs little: it writes slices of a stream of ready frames, and of what comes back
 * it reads only the lengths.
 */
export class LoadConnection {
  /** Frames sent and answered, all in all. */
  sent = 0;
  answered = 0;

  readonly #stream: FrameStream;
  readonly #observer: Observer;
  readonly #greeted: boolean;
  readonly #sentAt = new Float64Array(MAX_UNANSWERED_FRAMES);
  #socket: Socket | undefined;
  /** The next frame of the stream to be written, and bytes of it that have been written. */
  #next: number;
  #pendingFrom = 0;
  #pendingTo = 0;
  #handshake = '';
  #ready = false;
  /** The header of a frame that has come in part, and payload still to come. */
  #header: number[] = [];
  #payload = 0;
  /** Length of the payload that is coming. */
  #length = 0;
  /** Whether it is a ping, or the like, and so no answer. */
  #isControl = false;

  /** @param greeted whether the server speaks first, as Stepstream does */
  constructor(stream: FrameStream, first: number, greeted: boolean, observer: Observer) {
    this.#stream = stream;
    this.#next = first % stream.count;
    this.#greeted = greeted;
    this.#observer = observer;
  }

  async open(port: number): Promise<void> {
    this.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        data: (_, chunk) => this.#receive(chunk),
        drain: () => this.#flush(),
        close: () => this.#observer.onClose('closed'),
        error: (_, error) => this.#observer.onClose(error.message),
      },
    });
    this.#socket.write(
      `GET /ws/realtime HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
  }

  close(): void {
    this.#socket?.terminate();
  }

  /** Sends the next `count` frames of the stream, in as few writes as it can. */
  send(count: number): void {
    const now = performance.now();
    const { offsets, count: length } = this.#stream;
    let left = Math.min(count, MAX_UNANSWERED_FRAMES - (this.sent - this.answered));
    while (left > 0) {
      const run = Math.min(left, length - this.#next);
      for (let i = 0; i < run; i++) this.#sentAt[(this.sent + i) % MAX_UNANSWERED_FRAMES] = now;
      if (this.#pendingFrom === this.#pendingTo) this.#pendingFrom = offsets[this.#next] as number;
      this.#next += run;
      this.#pendingTo = offsets[this.#next] as number;
      this.sent += run;
      left -= run;
      this.#flush();
      if (this.#next === length) {
        // The end of the stream must be out before its beginning can follow.
        if (this.#pendingFrom !== this.#pendingTo) return;
        this.#next = this.#pendingFrom = this.#pendingTo = 0;
      }
    }
  }

  #flush(): void {
    if (this.#pendingFrom === this.#pendingTo || !this.#socket) return;
    const length = this.#pendingTo - this.#pendingFrom;
    const written = this.#socket.write(this.#stream.bytes, this.#pendingFrom, length);
    if (written > 0) this.#pendingFrom += written;
  }

  #receive(chunk: Buffer): void {
    let at = 0;
    if (!this.#ready && !this.#handshake.endsWith('\r\n\r\n')) {
      const end = chunk.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#handshake += chunk.toString('latin1');
        return;
      }
      this.#handshake = '\r\n\r\n';
      at = end + 4;
      if (!this.#greeted) this.#begin();
    }
    while (at < chunk.length) {
      if (this.#payload > 0) {
        const read = Math.min(this.#payload, chunk.length - at);
        this.#payload -= read;
        at += read;
        if (this.#payload === 0) this.#complete();
        continue;
      }
      this.#header.push(chunk[at] as number);
      at++;
      this.#readHeader();
    }
    if (this.#ready) this.#observer.onRead(this);
  }

  #readHeader(): void {
    const header = this.#header;
    const short = (header[1] ?? 0) & 0x7f;
    const size = header.length < 2 ? 99 : short < 126 ? 2 : short === 126 ? 4 : 10;
    if (header.length < size) return;
    if (size === 10) throw new Error('The server sent a frame of more than 64 KiB.');
    const opcode = (header[0] ?? 0) & 0x0f;
    if (opcode === 8) this.#observer.onClose('closed by the server');
    this.#isControl = opcode >= 8;
    this.#length = size === 2 ? short : ((header[2] as number) << 8) | (header[3] as number);
    this.#payload = this.#length;
    this.#header.length = 0;
    if (this.#payload === 0) this.#complete();
  }

  #complete(): void {
    if (this.#isControl) return;
    if (!this.#ready) {
      this.#begin();
      return;
    }
    const sentAt = this.#sentAt[this.answered % MAX_UNANSWERED_FRAMES] as number;
    this.answered++;
    this.#observer.onAnswer(performance.now() - sentAt, this.#length);
  }

  #begin(): void {
    this.#ready = true;
    this.#observer.onReady();
  }
}
