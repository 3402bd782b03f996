import { StepstreamError } from '@stepstream/client';
import type { Recording } from '@stepstream/formats';
import { sampleAt } from '@stepstream/protocol';
import { dueTimes } from './replay-samples.ts';
import type { ReplaySession } from './replay-session.ts';
import type { ReplayTally } from './replay-tally.ts';

/** Most frames on the way unanswered: keeps server and network busy, and floods neither. */
const MAX_UNANSWERED_FRAMES = 256;
/** Waiting for less than this is not worth a timer. */
const MIN_WAIT_MS = 1;

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
 * @param tally told of samples that can't be sent
 * @returns how much was sent: all, or up to where the signal ended it
 * @throws {ReplayError} when the session fails
 */
export async function streamRecording(
  session: ReplaySession,
  recording: Recording,
  tally: ReplayTally,
  { batch, speed, signal, onProgress }: StreamOptions,
): Promise<ReplayPosition> {
  const { client } = session;
  const { times } = recording;
  const due = dueTimes(recording);
  const start = performance.now();
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const position = (samples: number): ReplayPosition =>
    samples === 0
      ? NOTHING_SENT
      : { samples, elapsed: due[samples - 1] ?? 0, time: times[samples - 1] ?? null };
  let sent = 0;
  let unusable = 0;
  while (sent < times.length) {
    const end = Math.min(sent + batch, times.length);
    const wait = start + (1000 * (due[end - 1] as number)) / speed - performance.now();
    if (wait > MIN_WAIT_MS) await session.orFail(Promise.race([Bun.sleep(wait), aborted]));
    const room = client.drained((MAX_UNANSWERED_FRAMES - 1) * batch);
    await session.orFail(Promise.race([room, aborted]));
    if (signal.aborted) break;
    for (; sent < end; sent++) {
      try {
        client.send(sampleAt(recording, sent));
      } catch (error) {
        if (!(error instanceof StepstreamError) || error.code !== 'invalid_sample') throw error;
        tally.refuse(1, error.message);
        unusable++;
      }
    }
    const { delivered, refused } = client.counters;
    onProgress(position(Math.min(delivered + refused + unusable, sent)));
  }
  return position(sent);
}
