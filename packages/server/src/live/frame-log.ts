import type { FrameEntry, FramesMessage } from '@stepstream/protocol';
import type { FrameTap, RawFrame } from '../stream/index.ts';
import { type Redaction, redactFrame } from './redact-frame.ts';

/** So many of the last frames and answers are kept. */
const MAX_ENTRIES = 50;
/** A row of a binary frame is seven numbers of four bytes, after a base time of eight. */
const BASE_BYTES = 8;
const ROW_BYTES = 28;
/** What an answer is, which it says first. */
const TYPE = /^\{"type":"(\w+)"/;

/** Keeps the last frames of a session and what was answered, as an operator may see them. */
export class FrameLog implements FrameTap {
  readonly #session: string;
  readonly #now: () => number;
  readonly #redaction: Redaction;
  #entries: FrameEntry[] = [];
  /** How many of them have not been told. */
  #untold = 0;

  /** @param now Unix time in milliseconds */
  constructor(session: string, now: () => number, redaction: Redaction) {
    this.#session = session;
    this.#now = now;
    this.#redaction = redaction;
  }

  received(frame: RawFrame, kind: string): void {
    // It holds a token, and nothing else.
    if (kind === 'authenticate')
      this.#add('client', kind, frame.length, '{"action":"authenticate"}');
    else if (typeof frame === 'string') this.#text('client', kind, frame);
    else this.#add('client', kind, frame.byteLength, describe(frame));
  }

  sent(text: string): void {
    this.#text('server', TYPE.exec(text)?.[1] ?? 'error', text);
  }

  /** Those that have not been told; undefined where there are none. */
  take(): FramesMessage | undefined {
    if (this.#untold === 0) return undefined;
    const frames = this.#entries.slice(-this.#untold);
    this.#untold = 0;
    return { type: 'frames', session_id: this.#session, fresh: false, frames };
  }

  /** All that are kept. */
  all(): FramesMessage {
    return { type: 'frames', session_id: this.#session, fresh: true, frames: [...this.#entries] };
  }

  #text(from: FrameEntry['from'], kind: string, text: string): void {
    this.#add(from, kind, text.length, redactFrame(text, this.#redaction));
  }

  #add(from: FrameEntry['from'], kind: string, size: number, text: string): void {
    this.#entries.push({ at: this.#now() / 1000, from, kind, size, text });
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    this.#untold = Math.min(this.#untold + 1, MAX_ENTRIES);
  }
}

/** What a binary frame holds, in a few words. */
function describe(frame: Uint8Array): string {
  const rows = (frame.byteLength - BASE_BYTES) / ROW_BYTES;
  if (!Number.isInteger(rows) || rows < 1) return 'binary, of no length that rows of samples have';
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const base = view.getFloat64(0, true);
  const at = (row: number) => base + view.getFloat32(BASE_BYTES + row * ROW_BYTES, true);
  const acceleration = [1, 2, 3].map((i) => view.getFloat32(BASE_BYTES + 4 * i, true).toFixed(2));
  const span =
    rows === 1 ? `at ${at(0).toFixed(3)} s` : `${at(0).toFixed(3)} to ${at(rows - 1).toFixed(3)} s`;
  const samples = rows === 1 ? '1 sample' : `${rows} samples`;
  return `binary, ${samples}, ${span}; the first: ${acceleration.join(', ')}`;
}
