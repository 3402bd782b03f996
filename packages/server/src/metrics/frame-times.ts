import type { Clock, Session } from '../session/index.ts';
import type { FrameObserver, RawFrame } from '../stream/index.ts';
import { Histogram } from './histogram.ts';
import { byName, type Metric } from './metric.ts';

/** Bounds of the buckets, in seconds: most answers take less than a millisecond. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A frame that took long. */
export interface SlowFrame {
  readonly session: string;
  /** What it was, such as `samples`. */
  readonly kind: string;
  /** How long it is: bytes where it is binary, else characters. */
  readonly size: number;
  /** How long it waited for its turn, and how long all of it took, in milliseconds. */
  readonly waitedMs: number;
  readonly totalMs: number;
}

/** What the times of frames need. */
export interface FrameTimesOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** From how long on a frame is slow, in milliseconds; 0 where none is. */
  readonly slowMs: number;
  /** Told of each frame that is slow. */
  onSlow(frame: SlowFrame): void;
}

/** How long frames take from their arrival until their answers are written, and what is wrong with them. */
export class FrameTimes implements FrameObserver {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #slowMs: number;
  readonly #onSlow: FrameTimesOptions['onSlow'];
  readonly #times = new Histogram(BOUNDS);
  readonly #faults: Record<string, number> = {};
  #slow = 0;

  constructor({ clock, slowMs, onSlow }: FrameTimesOptions) {
    this.#clock = clock;
    this.#slowMs = slowMs > 0 ? slowMs : Number.POSITIVE_INFINITY;
    this.#onSlow = onSlow;
  }

  /** All that it knows. */
  readonly metrics: readonly Metric[] = [
    {
      name: 'stepstream_answer_seconds',
      help: 'Time from the arrival of a frame until its answer is handed to the socket, including the wait for its turn.',
      type: 'histogram',
      read: () => [[{}, this.#times]],
    },
    {
      name: 'stepstream_slow_frames_total',
      help: 'Frames that took longer than --slow-frame-ms.',
      type: 'counter',
      read: () => this.#slow,
    },
    {
      name: 'stepstream_frame_errors_total',
      help: 'Frames that were answered with an error, by its code (docs/protocol.md).',
      type: 'counter',
      labels: ['code'],
      read: () => byName('code', this.#faults),
    },
  ];

  served(arrivedMs: number, frame: RawFrame, kind: string, session: Session): void {
    const totalMs = this.#clock.monotonic() - arrivedMs;
    this.#times.observe(totalMs / 1000);
    if (totalMs < this.#slowMs) return;
    this.#slow++;
    // The session was last touched when this frame had its turn.
    const waitedMs = Math.max(session.lastActivityMs - arrivedMs, 0);
    this.#onSlow({ session: session.id, kind, size: frame.length, waitedMs, totalMs });
  }

  failed(code: string): void {
    this.#faults[code] = (this.#faults[code] ?? 0) + 1;
  }
}
