import type { CandidateKey } from './candidates.ts';
import type { LoadJob } from './load/job.ts';

/** A load that several candidates are put under, in turn. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly candidates: readonly CandidateKey[];
  readonly sessions: number;
  readonly pace: LoadJob['pace'];
  /** Length of the stream that each session sends, over and over. */
  readonly streamSeconds: number;
  /** Seconds of load before the first round, before each, and of each that are measured. */
  readonly settle: number;
  readonly warmUp: number;
  readonly duration: number;
  /**
   * How often each candidate has its turn: many short turns, for what two candidates do in one round
   * can be compared, however much faster or slower the machine is in the next.
   */
  readonly rounds: number;
  /** Whether each measurement has a server of its own, so that its memory means something. */
  readonly freshServer: boolean;
}

const usual = {
  streamSeconds: 600,
  settle: 2.5,
  warmUp: 0.3,
  duration: 0.7,
  rounds: 15,
  freshServer: false,
} as const;

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  closed: {
    name: 'closed',
    description: '100 sessions, each sends its next frame at the answer to the last',
    candidates: ['floor', 'a', 'b', 'c', 'd', 'e'],
    sessions: 100,
    pace: { window: 1 },
    ...usual,
  },
  pipelined: {
    name: 'pipelined',
    description: '100 sessions, each with 8 frames unanswered, so that several share a read',
    candidates: ['floor', 'a', 'b', 'c', 'd', 'e'],
    sessions: 100,
    pace: { window: 8 },
    ...usual,
  },
  'live-20': {
    name: 'live-20',
    description: '1,000 sessions, one sample a frame, 20 frames a second each',
    candidates: ['a', 'b'],
    sessions: 1000,
    pace: { framesPerSecond: 20 },
    ...usual,
  },
  'live-50': {
    name: 'live-50',
    description: '1,000 sessions, one sample a frame, 50 frames a second each',
    candidates: ['a', 'b', 'unsaved-single'],
    sessions: 1000,
    pace: { framesPerSecond: 50 },
    ...usual,
  },
  flood: {
    name: 'flood',
    description:
      '200 sessions, one sample a frame, 20 frames a second each; alone, and beside a flood',
    candidates: ['b', 'flooded', 'flood-elsewhere'],
    sessions: 200,
    pace: { framesPerSecond: 20 },
    ...usual,
    duration: 2,
  },
  idle: {
    name: 'idle',
    description: '10,000 mostly idle sessions, a sample every ten seconds each',
    candidates: ['a', 'b'],
    sessions: 10_000,
    pace: { framesPerSecond: 0.1 },
    streamSeconds: 600,
    settle: 0,
    warmUp: 12,
    duration: 10,
    rounds: 1,
    freshServer: true,
  },
  crowd: {
    name: 'crowd',
    description: '10,000 sessions, 50 samples a second each, in one binary frame a second',
    candidates: ['a', 'd', 'unsaved'],
    sessions: 10_000,
    pace: { framesPerSecond: 1 },
    streamSeconds: 600,
    settle: 0,
    // Until the engine has compiled what saves sessions, too, which runs less often than the rest.
    warmUp: 20,
    duration: 10,
    rounds: 3,
    freshServer: true,
  },
  stores: {
    name: 'stores',
    description:
      '5,000 sessions, 50 samples a second each, in one binary frame a second; saved nowhere, to SQLite, to Redis',
    candidates: ['unsaved', 'd', 'redis'],
    sessions: 5000,
    pace: { framesPerSecond: 1 },
    streamSeconds: 600,
    settle: 0,
    warmUp: 20,
    duration: 10,
    rounds: 5,
    freshServer: true,
  },
  workers: {
    name: 'workers',
    description:
      '200 sessions, each with 8 frames unanswered: one process, two servers, and one server of two workers',
    candidates: ['worker', 'two-servers', 'two-workers'],
    sessions: 200,
    pace: { window: 8 },
    ...usual,
    duration: 2,
  },
};

/** The same scenario, small and short: shows that all works, and measures nothing. */
export function quick(scenario: Scenario): Scenario {
  return {
    ...scenario,
    sessions: Math.ceil(scenario.sessions / 50),
    pace: 'framesPerSecond' in scenario.pace ? { framesPerSecond: 10 } : scenario.pace,
    streamSeconds: 60,
    settle: 0,
    warmUp: 0.1,
    duration: 0.2,
    rounds: 1,
  };
}
