import { availableParallelism } from 'node:os';
import type { WorkerReport, WorkerRequest } from './network.worker.ts';
import type { NetworkJob } from './train-network.ts';

/** Told of each network's progress: how many batches are done, and the running loss. */
export type OnNetworkBatch = (job: NetworkJob, done: number, loss: number) => void;

/**
 * Trains several networks, as many at a time as there are processors. Each has randomness of its own,
 * so the weights do not depend on who trained which, or when.
 *
 * @returns the parameters of each, in the order of the jobs
 * @throws what a worker failed with; the others are stopped
 */
export async function trainNetworks(
  dataFolder: string,
  jobs: readonly NetworkJob[],
  onBatch: OnNetworkBatch,
): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  const workers: Worker[] = [];
  let next = 0;
  const work = async () => {
    const worker = new Worker(new URL('network.worker.ts', import.meta.url));
    workers.push(worker);
    while (next < jobs.length) {
      const index = next++;
      const job = jobs[index] as NetworkJob;
      results[index] = await ask(worker, { dataFolder, job }, (done, loss) =>
        onBatch(job, done, loss),
      );
    }
  };
  try {
    const hands = Math.min(availableParallelism(), jobs.length);
    await Promise.all(Array.from({ length: hands }, work));
    return results;
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

function ask(
  worker: Worker,
  request: WorkerRequest,
  onBatch: (done: number, loss: number) => void,
): Promise<Float32Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (data.kind === 'batch') onBatch(data.done, data.loss);
    else if (data.kind === 'trained') resolve(data.weights);
    else reject(couldNotTrain(data.reason));
  };
  worker.onerror = (event) => reject(couldNotTrain(event.message));
  worker.postMessage(request);
  return promise;
}

function couldNotTrain(reason: string): Error {
  return new Error(`A network could not be trained: ${reason}`);
}
