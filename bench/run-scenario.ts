import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CONTESTANTS, type Contestant, type ContestantKey } from './contestants.ts';
import type { LoadJob, LoadResult } from './load/job.ts';
import type { Measurement } from './results.ts';
import type { Scenario } from './scenarios.ts';
import { type ServerProcess, startProcess } from './server-process.ts';
import { median } from './statistics.ts';

const LOAD = fileURLToPath(new URL('load/main.ts', import.meta.url));

/**
 * Puts the contestants of a scenario under its load, in turn, round by round: whatever else the
 * machine does falls on all of them alike.
 *
 * @param onProgress told what is measured next
 */
export async function runScenario(
  scenario: Scenario,
  onProgress: (what: string) => void,
): Promise<Measurement[]> {
  const servers = new Map<string, ServerProcess>();
  const results = new Map<ContestantKey, LoadResult[]>();
  try {
    for (let round = 1; round <= scenario.rounds; round++) {
      for (const key of scenario.contestants) {
        const contestant: Contestant = CONTESTANTS[key];
        onProgress(`${scenario.name}, round ${round} of ${scenario.rounds}: ${contestant.name}`);
        const command = contestant.command.join(' ');
        const server = servers.get(command) ?? (await startProcess(contestant.command));
        servers.set(command, server);
        const result = await load(scenario, contestant, server);
        results.set(key, [...(results.get(key) ?? []), result]);
        if (scenario.freshServer) {
          servers.delete(command);
          await server.stop();
        }
      }
    }
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
  return [...results].map(([key, runs]) => summary(scenario, key, runs));
}

async function load(
  { sessions, pace, streamSeconds, warmUp, duration, flood }: Scenario,
  { framing, batch, greeted }: Contestant,
  { port, pid }: ServerProcess,
): Promise<LoadResult> {
  const job: LoadJob = {
    ...{ port, pid, sessions, framing, batch, greeted, pace },
    ...{ streamSeconds, warmUp, duration },
  };
  if (flood === undefined) return runLoad(job).result;
  // A process of its own, so that the measured sessions are disturbed by the server alone.
  const { batch: many, framing: how } = CONTESTANTS.c;
  const flooder = runLoad({
    ...job,
    sessions: 1,
    batch: many,
    framing: how,
    pace: { window: flood },
  });
  try {
    return await runLoad(job).result;
  } finally {
    flooder.stop();
  }
}

function runLoad(job: LoadJob): { readonly result: Promise<LoadResult>; stop(): void } {
  const child = spawn(process.execPath, [LOAD, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = new Promise<LoadResult>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as LoadResult);
      else reject(new Error(`The load process ended with ${code}.`));
    });
  });
  // One that is stopped has no result, and nobody waits for it.
  result.catch(() => {});
  return { result, stop: () => void child.kill('SIGKILL') };
}

function summary(
  scenario: Scenario,
  contestant: ContestantKey,
  runs: readonly LoadResult[],
): Measurement {
  const middle = (value: (run: LoadResult) => number) => median(runs.map(value));
  return {
    scenario: scenario.name,
    contestant,
    sessions: scenario.sessions,
    cpuMicroseconds: middle((run) => (1e6 * run.serverCpu) / run.samples),
    cpuMicrosecondsOfRounds: runs.map((run) => (1e6 * run.serverCpu) / run.samples),
    samplesPerSecond: middle((run) => run.samples / run.seconds),
    serverCores: middle((run) => run.serverCpu / run.seconds),
    loadCores: middle((run) => run.loadCpu / run.seconds),
    answerBytes: middle((run) => run.answerBytes),
    p50: middle((run) => run.latency.p50),
    p99: middle((run) => run.latency.p99),
    p999: middle((run) => run.latency.p999),
    residentBefore: middle((run) => run.residentBefore),
    residentAfter: middle((run) => run.residentAfter),
  };
}
