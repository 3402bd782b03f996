import { CONTESTANTS } from './contestants.ts';
import type { BenchResults, Measurement } from './results.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Verdict } from './verdict.ts';

/** A table: its header and its rows. */
export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table for each scenario that was run. Ratios are to (a) in the same scenario. */
export function scenarioTables({ measurements }: BenchResults): Table[] {
  const names = [...new Set(measurements.map(({ scenario }) => scenario))];
  return names.map((name) => {
    const rows = measurements.filter(({ scenario }) => scenario === name);
    const yardstick = rows.find(({ contestant }) => contestant === 'a');
    return {
      title: `${name}: ${SCENARIOS[name]?.description ?? ''}`,
      header: [
        ...['server', 'CPU µs/sample', 'to (a)', 'samples/s', 'cores'],
        ...['p50 ms', 'p99 ms', 'answer B', 'resident MB', 'KB/session'],
      ],
      rows: rows.map((row) => scenarioRow(row, yardstick)),
    };
  });
}

function scenarioRow(row: Measurement, yardstick: Measurement | undefined): string[] {
  const ratio = yardstick && row.cpuMicroseconds / yardstick.cpuMicroseconds;
  const each = (row.residentAfter - row.residentBefore) / row.sessions / 1024;
  return [
    CONTESTANTS[row.contestant].name,
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
