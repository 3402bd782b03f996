import type { CandidateKey } from './candidates.ts';
import { pairedRatio } from './paired-ratio.ts';
import type { BenchResults, Measurement, SavedSession } from './results.ts';

/** A target, and what was measured. */
export interface Verdict {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What the Python service that came before costs for a sample, in µs; measured on the same machine. */
const PYTHON_MICROSECONDS = 3500;
const MEGABYTE = 1e6;

/** Holds results against the targets; those whose scenario was not run are left out. */
export function verdicts(results: BenchResults): Verdict[] {
  const found = (scenario: string, candidate: CandidateKey) =>
    results.measurements.find((m) => m.scenario === scenario && m.candidate === candidate);
  const both = (
    scenario: string,
    [one, other]: readonly [CandidateKey, CandidateKey],
    judge: (one: Measurement, other: Measurement) => Verdict,
  ) => {
    const [first, second] = [found(scenario, one), found(scenario, other)];
    return first && second ? [judge(first, second)] : [];
  };
  const cpuRatio = (what: string, limit: number) => (one: Measurement, other: Measurement) => {
    const ratio = pairedRatio(one.cpuMicrosecondsOfRounds, other.cpuMicrosecondsOfRounds);
    return verdict(what, `≤ ${limit}×`, `${ratio.toFixed(2)}×`, ratio <= limit);
  };
  const { detector, detectorOfMany } = results.parts;
  return [
    ...['closed', 'pipelined'].flatMap((scenario) => [
      ...both(
        scenario,
        ['b', 'a'],
        cpuRatio(`CPU a sample, one JSON sample a frame, against (a), ${scenario}`, 1.25),
      ),
      ...both(
        scenario,
        ['d', 'a'],
        cpuRatio(`CPU a sample, binary batches of 50, against (a), ${scenario}`, 0.15),
      ),
    ]),
    ...[found('closed', 'b')].flatMap((b) => {
      if (!b) return [];
      const times = PYTHON_MICROSECONDS / b.cpuMicroseconds;
      return [
        verdict(
          "against the Python service's 3.5 ms",
          '≥ 200× less',
          `${times.toFixed(0)}× less`,
          times >= 200,
        ),
      ];
    }),
    verdict(
      'detector alone, CPU a sample of 50 Hz',
      '≤ 1.5 µs',
      `${detector.toFixed(2)} µs; ${detectorOfMany.toFixed(2)} µs with 1,000 in turn`,
      Math.max(detector, detectorOfMany) <= 1.5,
    ),
    verdict(
      'memory a live session holds, detector included',
      '≤ 8 KB',
      `${(results.sessionBytes / 1024).toFixed(1)} KB`,
      results.sessionBytes <= 8 * 1024,
    ),
    ...(results.savedSession ? [savedVerdict(results.savedSession)] : []),
    ...both('crowd', ['d', 'a'], (d, a) => {
      const each = (m: Measurement) => (m.residentAfter - m.residentBefore) / m.sessions / 1024;
      const measured = `${each(d).toFixed(1)} KB, of which ${each(a).toFixed(1)} KB are the socket's`;
      const what = 'the same under load, with its socket and with garbage';
      return verdict(what, '≤ 8 KB', measured, each(d) <= 8);
    }),
    ...both('live-50', ['b', 'unsaved-single'], savingVerdict('live-50')),
    ...both('crowd', ['d', 'unsaved'], savingVerdict('crowd')),
    ...both('stores', ['d', 'unsaved'], savingVerdict('stores, SQLite')),
    ...both('stores', ['redis', 'unsaved'], savingVerdict('stores, Redis')),
    ...both(
      'workers',
      ['two-workers', 'worker'],
      cpuRatio('CPU a sample, two workers to one process', 1.1),
    ),
    ...both(
      'workers',
      ['two-workers', 'two-servers'],
      cpuRatio('CPU a sample, two workers to two servers that share nothing', 1.1),
    ),
    ...both('workers', ['two-workers', 'two-servers'], (workers, servers) => {
      const efficiency = pairedRatio(
        workers.samplesPerSecondOfRounds ?? [],
        servers.samplesPerSecondOfRounds ?? [],
      );
      const what = 'samples a second, two workers to two servers that share nothing';
      return verdict(what, '≥ 0.90×', `${efficiency.toFixed(2)}×`, efficiency >= 0.9);
    }),
    ...['idle', 'crowd'].flatMap((scenario) => {
      const m = found(scenario, 'b') ?? found(scenario, 'd');
      if (!m) return [];
      const all = m.residentAfter / MEGABYTE;
      const what = `10,000 sessions, resident in all, ${scenario}`;
      return [verdict(what, '≤ 250 MB', `${all.toFixed(0)} MB`, all <= 250)];
    }),
    ...both('live-20', ['b', 'a'], (b, a) => {
      const ratio = pairedRatio(b.p99OfRounds, a.p99OfRounds);
      const measured = `${ratio.toFixed(2)}× (${b.p99.toFixed(1)} and ${a.p99.toFixed(1)} ms)`;
      return verdict(
        'p99 answer time, 1,000 sessions × 20 Hz, to (a)',
        '≤ 2×',
        measured,
        ratio <= 2,
      );
    }),
    ...both('flood', ['flooded', 'b'], (flooded, calm) => {
      const ratio = pairedRatio(flooded.p99OfRounds, calm.p99OfRounds);
      const elsewhere = found('flood', 'flood-elsewhere')?.p99.toFixed(1);
      const measured =
        `${ratio.toFixed(2)}× (${flooded.p99.toFixed(1)} and ${calm.p99.toFixed(1)} ms; ` +
        `${elsewhere} ms with the flood on another server)`;
      return verdict("p99 of a flooder's neighbours, to without", '< 2×', measured, ratio < 2);
    }),
    verdict(
      'start to first accepted connection',
      '≤ 300 ms',
      `${results.startMilliseconds.toFixed(0)} ms`,
      results.startMilliseconds <= 300,
    ),
  ];
}

function savedVerdict({ bytes, saveMicroseconds }: SavedSession): Verdict {
  const measured = `${(bytes / 1024).toFixed(1)} KB, ${saveMicroseconds.toFixed(1)} µs`;
  const met = bytes <= 4096 && saveMicroseconds <= 15;
  return verdict('to save a whole session that walks', '≤ 4 KB, ≤ 15 µs', measured, met);
}

function verdict(what: string, target: string, measured: string, met: boolean): Verdict {
  return { what, target, measured, met };
}

/** What it costs to save sessions, beside a server that saves none. */
function savingVerdict(scenario: string): (saved: Measurement, unsaved: Measurement) => Verdict {
  return (saved, unsaved) => {
    const ratio = saved.cpuMicroseconds / unsaved.cpuMicroseconds;
    const p99 = `p99 ${saved.p99.toFixed(0)} and ${unsaved.p99.toFixed(0)} ms`;
    const more = (saved.residentAfter - unsaved.residentAfter) / MEGABYTE;
    const measured = `${ratio.toFixed(2)}× (${p99}; ${more.toFixed(0)} MB more)`;
    return verdict(
      `CPU with checkpoints, to without, ${scenario}`,
      '≤ 1.10×',
      measured,
      ratio <= 1.1,
    );
  };
}
