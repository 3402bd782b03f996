import type { Recording } from '@stepstream/formats';
import type { ReplayConnection } from './replay-connection.ts';
import { replayFrames } from './replay-frames.ts';

/** Most frames on the way unanswered: keeps server and network busy, and floods neither. */
const MAX_UNANSWERED_FRAMES = 256;

/** How far a replay is. */
export interface ReplayPosition {
  readonly samples: number;
  /** Seconds of recording sent. */
  readonly elapsed: number;
  /** The recording's own time of the last sample sent; null before the first. */
  readonly time: number | null;
}

/** Before the first frame. */
export const NOTHING_SENT: ReplayPosition = { samples: 0, elapsed: 0, time: null };

/** How to stream. */
export interface StreamOptions {
  /** Samples a frame, 1 to 1000. */
  readonly batch: number;
  /** Whether the frames are binary, and not JSON. */
  readonly binary?: boolean;
  /** Seconds of recording a second; Infinity for as fast as the server answers. */
  readonly speed: number;
  /** Ends the stream early; what was sent is still answered. */
  readonly signal: AbortSignal;
  /** Told how far the server's answers have come, after each frame sent. */
  readonly onProgress: (position: ReplayPosition) => void;
}

/**
 * Streams a recording as a device would: each frame when its last sample is due.
 *
 * @returns how much was sent: all, or up to where the signal ended it
 * @throws {ReplayError} when the connection fails
 */
export async function streamRecording(
  connection: ReplayConnection,
  recording: Recording,
  options: StreamOptions,
): Promise<ReplayPosition> {
  const { signal, onProgress } = options;
  const wake = () => connection.wake();
  const start = performance.now();
  let sent = NOTHING_SENT;
  let answered = NOTHING_SENT;
  const unanswered: ReplayPosition[] = [];
  signal.addEventListener('abort', wake);
  try {
    for (const frame of replayFrames(recording, options.batch, options.binary)) {
      const wait = start + (1000 * frame.due) / options.speed - performance.now();
      await connection.sleep(wait, () => signal.aborted);
      await connection.until(() => connection.unanswered < MAX_UNANSWERED_FRAMES || signal.aborted);
      if (signal.aborted) break;
      connection.send(frame.payload);
      sent = { samples: sent.samples + frame.samples, elapsed: frame.due, time: frame.lastTime };
      unanswered.push(sent);
      while (unanswered.length > connection.unanswered) answered = unanswered.shift() ?? sent;
      onProgress(answered);
    }
    return sent;
  } finally {
    signal.removeEventListener('abort', wake);
  }
}
