import type { ContestantKey } from './contestants.ts';

/** What a contestant came to in a scenario: medians over its rounds. */
export interface Measurement {
  readonly scenario: string;
  readonly contestant: ContestantKey;
  readonly sessions: number;
  /** Processor time of the server for a sample, in µs; and of each round. */
  readonly cpuMicroseconds: number;
  readonly cpuMicrosecondsOfRounds: readonly number[];
  readonly samplesPerSecond: number;
  /** Processors that the server and the load process kept busy. */
  readonly serverCores: number;
  readonly loadCores: number;
  /** Bytes of an answer. */
  readonly answerBytes: number;
  /** From a frame's sending to its answer, in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** Resident memory of the server without and with the sessions, in bytes. */
  readonly residentBefore: number;
  readonly residentAfter: number;
}

/** What the detector alone costs. */
export interface DetectorCost {
  /** Processor time for a sample of 50 Hz, in µs, of one detector and of many in turn. */
  readonly one: number;
  readonly manyInTurn: number;
  /** How many those are. */
  readonly many: number;
}

/** Everything that a run of the bench found out. */
export interface BenchResults {
  readonly machine: string;
  readonly runtime: string;
  readonly model: string;
  /** From the start of the process to the first accepted connection, in ms. */
  readonly startMilliseconds: number;
  /** Of a bare Bun server. */
  readonly bareStartMilliseconds: number;
  readonly detector: DetectorCost;
  readonly measurements: readonly Measurement[];
}
