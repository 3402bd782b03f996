import type { EnginePeers } from '../../index.ts';
import { type FromWorker, READY, STOP_ALL, ToWorker } from './messages.ts';
import { WorkerPeers } from './worker-peers.ts';

/** Tells a process that it is a worker, and which one of how many, as in `2/4`. */
export const WORKER_VARIABLE = 'STEPSTREAM_WORKER_NUMBER';

/** A server that is one of several under a supervisor. */
export interface Worker {
  /** The others, and which one this is. */
  readonly peers: EnginePeers;
  /** Tells the supervisor that this server takes connections. */
  ready(): void;
  /** Calls back when all workers are to stop: nobody is left to take those whom this one does not take. */
  whenAllStop(stop: () => void): void;
  /** Calls back when the supervisor is gone, however it ended. */
  whenAlone(gone: () => void): void;
  /** Says no more to the supervisor: nothing keeps this process going. */
  leave(): void;
}

/**
 * This process as a worker; undefined for a server that nobody supervises.
 *
 * @param environment in which its number may be; it is taken out, for it is nobody else's affair
 */
export function thisWorker(
  environment: Record<string, string | undefined> = process.env,
): Worker | undefined {
  const [number = 0, count = 0] = (environment[WORKER_VARIABLE] ?? '').split('/').map(Number);
  delete environment[WORKER_VARIABLE];
  if (!(number > 0 && count >= number) || !process.send) return undefined;
  let isLeaving = false;
  let stop = () => {};
  const say = (message: FromWorker) => {
    if (process.connected) process.send?.(message);
  };
  const peers = new WorkerPeers(number, count, say);
  process.on('message', (text) => {
    const message = ToWorker.safeParse(text).data;
    if (message === STOP_ALL) stop();
    else if (message) peers.hear(message);
  });
  return {
    peers,
    ready: () => say(READY),
    whenAllStop(callback) {
      stop = callback;
    },
    whenAlone(gone) {
      process.once('disconnect', () => {
        if (!isLeaving) gone();
      });
    },
    leave() {
      isLeaving = true;
      if (process.connected) process.disconnect?.();
    },
  };
}
