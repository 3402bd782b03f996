import { median } from '@stepstream/math';
import { CANDIDATES, type Candidate, type CandidateKey } from './candidates.ts';
import type { LoadJob, LoadResult } from './load/job.ts';
import { LoadProcess } from './load-process.ts';
import type { Measurement } from './results.ts';
import type { Scenario } from './scenarios.ts';
import { type ServerProcess, startProcess } from './server-process.ts';

/**
 * Puts the candidates of a scenario under its load, in turn, round by round: whatever else the
 * machine does falls on all of them alike.
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
  const serverOf = async (name: string, command: readonly string[]) => {
    const server = servers.get(name) ?? (await startProcess(command));
    servers.set(name, server);
    return server;
  };
  const stop = async (command: string) => {
    await servers.get(command)?.stop();
    servers.delete(command);
  };
  try {
    for (let round = 1; round <= scenario.rounds; round++) {
      for (const key of scenario.candidates) {
        const candidate: Candidate = CANDIDATES[key];
        onProgress(`${scenario.name}, round ${round} of ${scenario.rounds}: ${candidate.name}`);
        const command = candidate.command.join(' ');
        const server = await serverOf(command, candidate.command);
        const flooded = candidate.floodElsewhere
          ? await serverOf(`another ${command}`, candidate.command)
          : server;
        const load = loads.get(key) ?? startLoad(scenario, candidate, server, flooded);
        loads.set(key, load);
        const [result] = await Promise.all(load.map((process) => process.round()));
        results.set(key, [...(results.get(key) ?? []), result as LoadResult]);
        if (!scenario.freshServer) continue;
        for (const process of load) process.stop();
        loads.delete(key);
        await stop(command);
      }
    }
  } finally {
    for (const process of [...loads.values()].flat()) process.stop();
    await Promise.all([...servers.keys()].map(stop));
  }
  return [...results].map(([key, runs]) => summary(scenario, key, runs));
}

/** The process whose sessions are measured; and one that floods, so that only the server is in both's way. */
function startLoad(
  { sessions, pace, streamSeconds, settle, warmUp, duration }: Scenario,
  { framing, batch, greeted, flood }: Candidate,
  { port, pid }: ServerProcess,
  flooded: ServerProcess,
): LoadProcess[] {
  const job: LoadJob = {
    ...{ port, pid, sessions, framing, batch, greeted, pace },
    ...{ streamSeconds, settle, warmUp, duration },
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
    samplesPerSecond: middle((run) => run.samples / run.seconds),
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
