/** How samples are put into frames. */
export type Framing = 'json' | 'json-batch' | 'binary-batch';

/**
 * What the load process is told to do; comes as JSON in its first argument. It then measures a round for
 * each line that it reads.
 */
export interface LoadJob {
  readonly port: number;
  /** The server's process, whose usage is read, with all that it has started. */
  readonly pid: number;
  /** More servers, among which the sessions are divided evenly. */
  readonly others?: readonly { readonly port: number; readonly pid: number }[];
  /** The process of its store, where it has one. */
  readonly storePid?: number;
  readonly sessions: number;
  readonly framing: Framing;
  /** Whether the server speaks first, as Stepstream does. */
  readonly greeted: boolean;
  /** Samples a frame; 1 with `json`. */
  readonly batch: number;
  /**
   * Closed loop: each session keeps so many frames unanswered and sends the next at each answer.
   * Open loop: each session sends so many frames a second, whatever the server does.
   */
  readonly pace: { readonly window: number } | { readonly framesPerSecond: number };
  /** Length of the stream of samples at 50 Hz; after it, the clock begins again. */
  readonly streamSeconds: number;
  /** Seconds of load before the first round, in which the server's code is compiled. */
  readonly settle: number;
  /** Seconds of load before a round is measured. */
  readonly warmUp: number;
  /** Seconds of a round that are measured. */
  readonly duration: number;
}

/** What a round came to; printed as a line of JSON. */
export interface LoadResult {
  /** Samples answered in the round. */
  readonly samples: number;
  readonly seconds: number;
  /** Processor time of the server, in seconds. */
  readonly serverCpu: number;
  /** Processor time of the store's process, in seconds; 0 where there is none. */
  readonly storeCpu: number;
  /** Processor time of the load process itself, in seconds. */
  readonly loadCpu: number;
  /** Bytes of an answer, on average. */
  readonly answerBytes: number;
  /** From a frame's sending to the arrival of its answer, in milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly p999: number };
  /** Resident memory of the server before the sessions, and with all of them, in bytes. */
  readonly residentBefore: number;
  readonly residentAfter: number;
}
