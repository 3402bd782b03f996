import { median } from '@stepstream/math';
import type { Interval } from '../evaluation/segments.ts';
import { cadenceByMinute } from '../evaluation/spectral-cadence.ts';
import { uniformMagnitude } from '../evaluation/spectrum.ts';

/** Samples a second of the signal that is looked at. */
const RATE = 50;
/** Width of the filter around the step frequency: standard deviation in time, in seconds. */
const WIDTH = 0.8;
/** A contact comes this long before the peak of |a| at the step frequency, in seconds. */
const CONTACT_BEFORE_PEAK = 0.05;
/** An interval that differs from the minute's own by more than this share is no rhythm. */
const MAX_DEVIATION = 0.25;
/** Where the step frequency has less than this share of its median amplitude, it is not there. */
const MIN_AMPLITUDE = 0.3;

/** Contacts told from rhythm, and where they hold. */
export interface RhythmContacts {
  /** Seconds, ascending. */
  readonly contacts: readonly number[];
  /** The stretches with a clear rhythm; outside of them nothing is known. */
  readonly known: readonly Interval[];
}

/**
 * Contacts in steady walking or jogging, found from rhythm alone, for recordings
 * without known steps: the spectrum gives a minute's step frequency, and the phase of |a| at that
 * frequency gives the moments. Only minutes with a clear spectrum count.
 *
 * @param times seconds, ascending, length n
 * @param accel m/s², x y z interleaved, length 3n
 */
export function contactsFromRhythm(times: Float64Array, accel: Float64Array): RhythmContacts {
  const signal = uniformMagnitude(times, accel, RATE).values;
  const start = times[0] ?? 0;
  const contacts: number[] = [];
  const known: Interval[] = [];
  for (const minute of cadenceByMinute(times, accel)) {
    if (minute.stepsPerMinute === null) continue;
    const frequency = minute.stepsPerMinute / 60;
    const first = Math.round((minute.start - start) * RATE);
    const peaks = peaksAt(signal, frequency, first, first + 60 * RATE);
    const usual = median(peaks.map(({ amplitude }) => amplitude)) ?? 0;
    for (const [i, peak] of peaks.entries()) {
      const next = peaks[i + 1];
      if (!next || peak.amplitude < MIN_AMPLITUDE * usual) continue;
      const interval = next.time - peak.time;
      if (Math.abs(interval * frequency - 1) > MAX_DEVIATION) continue;
      const contact = start + peak.time - CONTACT_BEFORE_PEAK;
      contacts.push(contact);
      known.push({ start: contact - interval / 2, end: contact + interval / 2 });
    }
  }
  return { contacts, known };
}

/** The crests of a signal's part near a frequency, by a complex Gaussian filter. */
function peaksAt(signal: Float64Array, frequency: number, from: number, to: number) {
  const reach = Math.round(3 * WIDTH * RATE);
  const peaks: { time: number; amplitude: number }[] = [];
  let lastPhase = Number.NaN;
  for (let i = Math.max(from, reach); i < Math.min(to, signal.length - reach); i++) {
    let real = 0;
    let imaginary = 0;
    for (let k = -reach; k <= reach; k++) {
      const t = k / RATE;
      const weight = Math.exp(-0.5 * (t / WIDTH) ** 2) * (signal[i + k] as number);
      real += weight * Math.cos(2 * Math.PI * frequency * t);
      imaginary -= weight * Math.sin(2 * Math.PI * frequency * t);
    }
    // A phase that passes zero is a crest.
    const phase = Math.atan2(imaginary, real);
    if (lastPhase < 0 && phase >= 0 && phase - lastPhase < Math.PI) {
      const share = -lastPhase / (phase - lastPhase);
      peaks.push({ time: (i - 1 + share) / RATE, amplitude: Math.hypot(real, imaginary) });
    }
    lastPhase = phase;
  }
  return peaks;
}
