/** Samples at a constant rate. */
export interface UniformSignal {
  readonly values: Float64Array;
  /** Samples a second. */
  readonly rate: number;
  /** Time of the first sample, in seconds. */
  readonly start: number;
}

/**
 * The magnitude of acceleration at a constant rate: each value is the mean of the samples nearest
 * to its time; where there are none, the line between the neighbours.
 *
 * @param times seconds, ascending, length n ≥ 1
 * @param accel m/s², x y z interleaved, length 3n
 * @param rate samples a second
 */
export function uniformMagnitude(
  times: Float64Array,
  accel: Float64Array,
  rate: number,
): UniformSignal {
  const start = times[0] ?? 0;
  const placeOf = (time: number): number => Math.round((time - start) * rate);
  const length = placeOf(times.at(-1) ?? start) + 1;
  const values = new Float64Array(length);
  const counts = new Uint32Array(length);
  for (let i = 0; i < times.length; i++) {
    const place = placeOf(times[i] ?? start);
    const k = 3 * i;
    const magnitude = Math.hypot(accel[k] ?? 0, accel[k + 1] ?? 0, accel[k + 2] ?? 0);
    values[place] = (values[place] ?? 0) + magnitude;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let known = 0;
  for (let place = 0; place < length; place++) {
    const count = counts[place] ?? 0;
    if (count === 0) continue;
    values[place] = (values[place] ?? 0) / count;
    const from = values[known] ?? 0;
    const slope = ((values[place] ?? 0) - from) / (place - known);
    for (let empty = known + 1; empty < place; empty++) {
      values[empty] = from + slope * (empty - known);
    }
    known = place;
  }
  return { values, rate, start };
}

/**
 * A piece of a signal made ready for {@link amplitudeAt}: mean removed, a Hann window applied, so
 * that a line in the spectrum has no side lobes where other lines are looked for.
 *
 * @param from the first sample
 * @param length how many
 */
export function windowed(signal: UniformSignal, from: number, length: number): UniformSignal {
  const values = signal.values.slice(from, from + length);
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) {
    const taper = 1 - Math.cos((2 * Math.PI * (i + 0.5)) / values.length);
    values[i] = ((values[i] ?? 0) - mean) * taper;
  }
  return { values, rate: signal.rate, start: signal.start + from / signal.rate };
}

/**
 * The amplitude of the sinusoid of one frequency in a {@link windowed} signal, in its unit, by
 * Goertzel's recurrence. A pure sinusoid of that frequency gives its own amplitude.
 *
 * @param frequency in Hz, below half the rate
 */
export function amplitudeAt({ values, rate }: UniformSignal, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let last = 0;
  let beforeLast = 0;
  for (let i = 0; i < values.length; i++) {
    const next = (values[i] ?? 0) + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / values.length;
}

/** Mean square of the signal before the window was applied, in its unit squared. */
export function meanSquare({ values }: UniformSignal): number {
  // The mean of the squared Hann taper 1 − cos is 3/2.
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length / 1.5;
}
