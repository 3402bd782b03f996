import { median } from '@stepstream/math';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';
import { FrameTimes, type StreamConnection, systemClock } from 'stepstream/internals';
import { payloads } from './load/frames.ts';
import { nullStream } from './null-stream.ts';
import { pairedRatio } from './paired-ratio.ts';

/**
 * What it costs that each frame is timed: `bun bench/metrics.ts [ROUNDS]` prints processor time per sample of streams
 * whose frames somebody is told of, over that of streams of which nobody is.
 * They take turns, in short rounds; the median of the ratios counts.
 */

const ROUNDS = Number(process.argv[2] ?? 200);
const SECONDS = 120;
/** Frames of a round, so that each takes some 50 ms. */
const FORMATS = { json: [1, 4000], 'json-batch': [50, 400], 'binary-batch': [50, 800] } as const;

const model = loadModel(DEFAULT_CONFIG.model);
const times = () => new FrameTimes({ clock: systemClock, slowMs: 500, onSlow() {} });

/** Processor time of a round, in microseconds a sample. */
function runner(stream: StreamConnection, frames: readonly (string | Uint8Array)[], batch: number) {
  let at = 0;
  return (repetitions: number) => {
    const start = process.cpuUsage();
    for (let i = 0; i < repetitions; i++) {
      // The time is read with each frame anyway, for the timeout of its session.
      const now = systemClock.monotonic();
      stream.handle(frames[at++ % frames.length] as string | Uint8Array, now, now);
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / (repetitions * batch);
  };
}

for (const [format, [batch, repetitions]] of Object.entries(FORMATS)) {
  const bytes = payloads(format as keyof typeof FORMATS, batch, SECONDS);
  const isText = format !== 'binary-batch';
  const frames = bytes.map((each) => (isText ? Buffer.from(each).toString('latin1') : each));
  const watched = runner(nullStream(model, times()), frames, batch);
  const unwatched = runner(nullStream(model), frames, batch);
  const ones: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Whoever is first in a round is second in the next.
    if (round % 2 === 0) ones.push(watched(repetitions));
    others.push(unwatched(repetitions));
    if (round % 2 === 1) ones.push(watched(repetitions));
  }
  const skip = ROUNDS >> 2;
  const ratio = pairedRatio(ones.slice(skip), others.slice(skip));
  console.log(
    `${format}: ${ratio.toFixed(4)} (${median(others.slice(skip))?.toFixed(2)} µs a sample)`,
  );
}
process.exit(0);
