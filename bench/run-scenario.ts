import { median } from '@stepstream/math';
import { HAS_REDIS, type RedisServer, startRedis } from '@stepstream/testing/redis-server';
import { CANDIDATES, type Candidate, type CandidateKey } from './candidates.ts';
import type { LoadJob, LoadResult } from './load/job.ts';
import { LoadProcess } from './load-process.ts';
import type { Measurement } from './results.ts';
import type { Scenario } from './scenarios.ts';
import type { ServerProcess } from './server-process.ts';
import { startCandidate } from './start-candidate.ts';

/** What a load process talks to. */
interface Servers {
  readonly server: ServerProcess;
  readonly flooded: ServerProcess;
  readonly others: readonly ServerProcess[];
  readonly redis?: RedisServer;
}

/**
 * Puts the candidates of a scenario under its load, in turn, round by round: whatever else the
 * machine does falls on all of them alike.
 *
 * Candidates that need a Redis are left out where there is none.
 *
 * @param onProgress told what is measured next
 */
export async function runScenario(
  scenario: Scenario,
  onProgress: (what: string) => void,
): Promise<Measurement[]> {
  const servers = new Map<string, ServerProcess>();
  const loads = new Map<CandidateKey, LoadProcess[]>();
  const results = new Map<CandidateKey, LoadResult[]>();
  const candidates = scenario.candidates.filter((key) => HAS_REDIS || !needsRedis(key));
  let redis: RedisServer | undefined;
  const serverOf = async (name: string, candidate: Candidate) => {
    const server = servers.get(name) ?? (await startCandidate(candidate, redis));
    servers.set(name, server);
    return server;
  };
  const stop = async (name: string) => {
    await servers.get(name)?.stop();
    servers.delete(name);
  };
  try {
    if (candidates.some(needsRedis)) redis = await startRedis();
    for (let round = 1; round <= scenario.rounds; round++) {
      for (const key of candidates) {
        const candidate: Candidate = CANDIDATES[key];
        onProgress(`${scenario.name}, round ${round} of ${scenario.rounds}: ${candidate.name}`);
        const name = nameOf(candidate);
        const server = await serverOf(name, candidate);
        const flooded = candidate.floodElsewhere
          ? await serverOf(`another ${name}`, candidate)
          : server;
        const others: ServerProcess[] = [];
        for (let i = 2; i <= (candidate.apart ?? 1); i++) {
          others.push(await serverOf(`${name}, number ${i}`, candidate));
        }
        const load =
          loads.get(key) ??
          startLoad(scenario, candidate, { server, flooded, others, ...(redis && { redis }) });
        loads.set(key, load);
        const [result] = await Promise.all(load.map((process) => process.round()));
        results.set(key, [...(results.get(key) ?? []), result as LoadResult]);
        if (!scenario.freshServer) continue;
        for (const process of load) process.stop();
        loads.delete(key);
        await stop(name);
      }
    }
  } finally {
    for (const process of [...loads.values()].flat()) process.stop();
    await Promise.all([...servers.keys()].map(stop));
    await redis?.remove();
  }
  return [...results].map(([key, runs]) => summary(scenario, key, runs));
}

/** Whether a candidate is measured only where there is a Redis. */
export function needsRedis(key: CandidateKey): boolean {
  return (CANDIDATES[key] as Candidate).redis === true;
}

/** Candidates of one name share a server. */
function nameOf({ command, redis, workers, apart }: Candidate): string {
  return [...command, redis && 'redis', workers, apart].join(' ');
}

/** The process whose sessions are measured; and one that floods, so that only the server is in both's way. */
function startLoad(
  { sessions, pace, streamSeconds, settle, warmUp, duration }: Scenario,
  { framing, batch, greeted, flood, redis: isSavedToRedis }: Candidate,
  { server: { port, pid }, flooded, others, redis }: Servers,
): LoadProcess[] {
  const storePid = isSavedToRedis ? redis?.pid() : undefined;
  const job: LoadJob = {
    ...{ port, pid, sessions, framing, batch, greeted, pace },
    ...{ streamSeconds, settle, warmUp, duration },
    others: others.map((other) => ({ port: other.port, pid: other.pid })),
    ...(storePid !== undefined && { storePid }),
  };
  if (flood === undefined) return [new LoadProcess(job)];
  const { batch: many, framing: how } = CANDIDATES.c;
  const flooder = {
    ...{ ...job, port: flooded.port, pid: flooded.pid },
    ...{ sessions: 1, batch: many, framing: how, pace: { window: flood } },
  };
  return [new LoadProcess(job), new LoadProcess(flooder)];
}

function summary(
  scenario: Scenario,
  candidate: CandidateKey,
  runs: readonly LoadResult[],
): Measurement {
  const middle = (value: (run: LoadResult) => number) => median(runs.map(value)) ?? Number.NaN;
  const cpuMicroseconds = (run: LoadResult) => (1e6 * run.serverCpu) / run.samples;
  const p99 = (run: LoadResult) => run.latency.p99;
  return {
    scenario: scenario.name,
    candidate,
    sessions: scenario.sessions,
    cpuMicroseconds: middle(cpuMicroseconds),
    cpuMicrosecondsOfRounds: runs.map(cpuMicroseconds),
    storeMicroseconds: middle((run) => (1e6 * run.storeCpu) / run.samples),
    samplesPerSecond: middle((run) => run.samples / run.seconds),
    samplesPerSecondOfRounds: runs.map((run) => run.samples / run.seconds),
    serverCores: middle((run) => run.serverCpu / run.seconds),
    loadCores: middle((run) => run.loadCpu / run.seconds),
    answerBytes: middle((run) => run.answerBytes),
    p50: middle((run) => run.latency.p50),
    p99: middle(p99),
    p99OfRounds: runs.map(p99),
    p999: middle((run) => run.latency.p999),
    residentBefore: middle((run) => run.residentBefore),
    residentAfter: middle((run) => run.residentAfter),
  };
}
