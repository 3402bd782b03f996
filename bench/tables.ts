import { CANDIDATES } from './candidates.ts';
import { pairedRatio } from './paired-ratio.ts';
import type { BenchResults, Measurement, Parts, SavedSession } from './results.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Verdict } from './verdict.ts';

/** A table: its header and its rows. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What each part of a sample's way costs. */
export function partsTable({ parts }: { readonly parts: Partial<Parts> }): Table {
  const names: Record<keyof Parts, string> = {
    readJson: 'read a frame, one JSON sample',
    readJsonBatch: 'read a frame, JSON batch of 50, for each sample',
    readBinaryBatch: 'read a frame, binary batch of 50, for each sample',
    network: 'run the network once',
    plainNetwork: 'run the network once, in plain TypeScript (the reference)',
    detector: 'detector, all of it',
    detectorOfMany: 'detector, all of it, a thousand of them in turn',
    saveDetector: 'save a detector, once',
    session: 'a session: the detector, and its counts',
    registry: 'the registry: the session, and its hooks with nobody listening',
    writeAnswer: 'write an answer',
    readDetectAnswer: 'all that Stepstream adds to the socket: read, detect, answer',
  };
  return {
    title: 'the parts of a sample’s way, without sockets',
    header: ['part', 'CPU µs'],
    // Results that were stored before a part was measured lack it.
    rows: Object.entries(names).flatMap(([part, name]) => {
      const microseconds = parts[part as keyof Parts];
      return microseconds === undefined ? [] : [[name, microseconds.toFixed(2)]];
    }),
  };
}

/** What it costs to save a session. */
export function savedSessionTable(saved: SavedSession): Table {
  const row = (name: string, microseconds: number, bytes: number) => [
    name,
    microseconds.toFixed(1),
    String(bytes),
  ];
  return {
    title: 'sessions that walk, saved',
    header: ['what', 'CPU µs', 'bytes'],
    rows: [
      row('save a session; a thousand in turn, the largest', saved.saveMicroseconds, saved.bytes),
      row('go on from its state', saved.restoreMicroseconds, saved.bytes),
      row('save a detector alone', saved.saveDetectorMicroseconds, saved.detectorBytes),
    ],
  };
}

/** A table for each scenario that was run. Ratios are to (a) in the same scenario. */
export function scenarioTables({ measurements }: BenchResults): Table[] {
  const names = [...new Set(measurements.map(({ scenario }) => scenario))];
  return names.map((name) => {
    const rows = measurements.filter(({ scenario }) => scenario === name);
    const yardstick = rows.find(({ candidate }) => candidate === 'a');
    // SQLite is part of the server; only Redis is a process of its own.
    const hasStore = rows.some(({ storeMicroseconds = 0 }) => storeMicroseconds > 0);
    return {
      title: `${name}: ${SCENARIOS[name]?.description ?? ''}`,
      header: [
        ...['server', 'CPU µs/sample', 'to (a)', 'samples/s', 'cores'],
        ...['p50 ms', 'p99 ms', 'answer B', 'resident MB', 'KB/session'],
        ...(hasStore ? ["store's µs"] : []),
      ],
      rows: rows.map((row) => [
        ...scenarioRow(row, yardstick),
        ...(hasStore ? [(row.storeMicroseconds ?? 0).toFixed(2)] : []),
      ]),
    };
  });
}

function scenarioRow(row: Measurement, yardstick: Measurement | undefined): string[] {
  const ratio =
    yardstick && pairedRatio(row.cpuMicrosecondsOfRounds, yardstick.cpuMicrosecondsOfRounds);
  const each = (row.residentAfter - row.residentBefore) / row.sessions / 1024;
  return [
    CANDIDATES[row.candidate].name,
    row.cpuMicroseconds.toFixed(2),
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    String(Math.round(row.samplesPerSecond)),
    row.serverCores.toFixed(2),
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    row.answerBytes.toFixed(0),
    (row.residentAfter / 1e6).toFixed(0),
    // Few sessions say nothing of what one of them takes.
    row.sessions >= 1000 ? each.toFixed(1) : '',
  ];
}

/** How many people send at 50 Hz until a core is so busy. */
export function capacityTable({ measurements }: BenchResults): Table {
  const busy = 0.7;
  const rate = 50;
  const ways = {
    b: 'one JSON sample a frame',
    c: 'JSON batches, one a second',
    d: 'binary batches, one a second',
  };
  const people = (cpuMicroseconds: number) => (busy * 1e6) / (rate * cpuMicroseconds);
  return {
    title: 'people at 50 Hz a core, 70 % busy',
    header: ['clients send', 'CPU µs/sample', 'people'],
    rows: Object.entries(ways).flatMap(([key, way]) => {
      const m = measurements.find((one) => one.scenario === 'closed' && one.candidate === key);
      if (!m) return [];
      const round = 100 * Math.floor(people(m.cpuMicroseconds) / 100);
      return [[way, m.cpuMicroseconds.toFixed(2), String(round)]];
    }),
  };
}

/** The targets, and whether they were met. */
export function verdictTable(verdicts: readonly Verdict[]): Table {
  return {
    title: 'targets',
    header: ['what', 'target', 'measured', ''],
    rows: verdicts.map(({ what, target, measured, met }) => [
      what,
      target,
      measured,
      met ? 'met' : 'MISSED',
    ]),
  };
}
