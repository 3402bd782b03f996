import type { CandidateKey } from './candidates.ts';

/** What a candidate came to in a scenario: medians over its rounds. */
export interface Measurement {
  readonly scenario: string;
  readonly candidate: CandidateKey;
  readonly sessions: number;
  /** Processor time of the server for a sample, in µs; and of each round. */
  readonly cpuMicroseconds: number;
  readonly cpuMicrosecondsOfRounds: readonly number[];
  readonly samplesPerSecond: number;
  /** Of each round; results that were stored before it was kept lack it. */
  readonly samplesPerSecondOfRounds?: readonly number[];
  /** Processor time of the store's process for a sample, in µs; results that were stored before it was measured lack it. */
  readonly storeMicroseconds?: number;
  /** Processors that the server and the load process kept busy. */
  readonly serverCores: number;
  readonly loadCores: number;
  /** Bytes of an answer. */
  readonly answerBytes: number;
  /** From a frame's sending to its answer, in ms. */
  readonly p50: number;
  readonly p99: number;
  readonly p99OfRounds: readonly number[];
  readonly p999: number;
  /** Resident memory of the server without and with the sessions, in bytes. */
  readonly residentBefore: number;
  readonly residentAfter: number;
}

/** Processor time of the parts of a sample's way, without sockets, in µs for a sample. */
export interface Parts {
  /** From the text of a frame to numbers in the block: a lone sample, and of a batch of 50. */
  readonly readJson: number;
  readonly readJsonBatch: number;
  readonly readBinaryBatch: number;
  /** A run of the network, and in plain TypeScript. */
  readonly network: number;
  readonly plainNetwork: number;
  /** The detector, with a sample at 50 Hz; and of a thousand in turn, whose past is in no cache. */
  readonly detector: number;
  readonly detectorOfMany: number;
  /** The state of a detector that has a past, as bytes: for a save, not for a sample. */
  readonly saveDetector: number;
  /** A lone sample in its session: the detector, and what is kept of steps. */
  readonly session: number;
  /** The same through the registry, with nobody listening to the hooks. */
  readonly registry: number;
  /** The text of an answer. */
  readonly writeAnswer: number;
  /** The whole way of a lone sample, from the text of its frame to the text of its answer. */
  readonly readDetectAnswer: number;
}

/** What it costs to save sessions that walk, for one of them. */
export interface SavedSession {
  /** The largest that a state of one was in the course of a minute. */
  readonly bytes: number;
  /** Processor time to save one, of a thousand in turn, and to go on from its state. */
  readonly saveMicroseconds: number;
  readonly restoreMicroseconds: number;
  /** The same of a detector alone, one all the time. */
  readonly detectorBytes: number;
  readonly saveDetectorMicroseconds: number;
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
  readonly parts: Parts;
  /** What a session holds that has walked for a minute, without its socket and without garbage. */
  readonly sessionBytes: number;
  /** Results that were stored before it was measured lack it. */
  readonly savedSession?: SavedSession;
  readonly measurements: readonly Measurement[];
}
