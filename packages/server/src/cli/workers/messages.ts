import { z } from 'zod';

/** What a worker says when it takes connections. */
export const READY = 'ready';
/** What a worker is told when all of them are to stop in good order. */
export const STOP_ALL = 'stop all';

const id = z.int();

/** What a worker says to its supervisor. */
export const FromWorker = z.union([
  z.literal(READY),
  /** It is scraped, and wants to know what the others would tell. */
  z.object({ collect: id }),
  /** What it would tell. */
  z.object({ told: id, text: z.string() }),
]);
export type FromWorker = z.infer<typeof FromWorker>;

/** What a worker is told by its supervisor. */
export const ToWorker = z.union([
  z.literal(STOP_ALL),
  /** To say what it would tell where it is scraped. */
  z.object({ tell: id }),
  /** What the others would tell, by their numbers. */
  z.object({ collected: id, texts: z.array(z.tuple([z.int(), z.string()])) }),
]);
export type ToWorker = z.infer<typeof ToWorker>;
