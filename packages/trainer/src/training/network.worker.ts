/** Trains one network after the other in a thread of its own; `train-networks.ts` talks to it. */
import { loadAll } from '../evaluation/load.ts';
import { compileKernels } from '../network/kernels.ts';
import { buildCorpus } from './corpus.ts';
import { type NetworkJob, trainNetwork } from './train-network.ts';

/** What a worker is told. */
export interface WorkerRequest {
  readonly dataFolder: string;
  readonly job: NetworkJob;
}

/** What a worker tells. */
export type WorkerReport =
  | { readonly kind: 'batch'; readonly done: number; readonly loss: number }
  | { readonly kind: 'trained'; readonly weights: Float32Array }
  | { readonly kind: 'failed'; readonly reason: string };

declare const self: Worker;

/** Reports of progress come no more often than once in so many batches. */
const REPORT_EVERY = 10;

let prepared: ReturnType<typeof prepare> | undefined;

async function prepare(dataFolder: string) {
  return { corpus: await buildCorpus(await loadAll(dataFolder)), kernels: await compileKernels() };
}

self.onmessage = async ({ data: { dataFolder, job } }: MessageEvent<WorkerRequest>) => {
  const report = (what: WorkerReport) => self.postMessage(what);
  try {
    prepared ??= prepare(dataFolder);
    const { corpus, kernels } = await prepared;
    const weights = trainNetwork(kernels, corpus, job, (done, loss) => {
      if (done % REPORT_EVERY === 0) report({ kind: 'batch', done, loss });
    });
    report({ kind: 'trained', weights });
  } catch (error) {
    report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};
