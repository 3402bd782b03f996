/** Tells a process that it is a worker, and which one, from 1 on. */
export const WORKER_VARIABLE = 'STEPSTREAM_WORKER_NUMBER';
/** What a worker says when it takes connections. */
export const READY = 'ready';
/** What a worker is told when all of them are to stop in good order. */
export const STOP_ALL = 'stop all';

/** A server that is one of several under a supervisor. */
export interface Worker {
  /** From 1 on. */
  readonly number: number;
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
  const number = Number(environment[WORKER_VARIABLE]);
  delete environment[WORKER_VARIABLE];
  if (!(number > 0) || !process.send) return undefined;
  let isLeaving = false;
  return {
    number,
    ready: () => void process.send?.(READY),
    whenAllStop(stop) {
      process.on('message', (message) => {
        if (message === STOP_ALL) stop();
      });
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
