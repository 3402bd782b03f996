import type { Context } from 'hono';
import { problem } from '../http/problem.ts';
import type { RestEnv } from '../http/rest-env.ts';
import type { Clock } from '../session/index.ts';
import { StoreError } from '../store/index.ts';
import { ParameterError } from './parameter-error.ts';

/** How long an answer may take, in milliseconds. Servers cut connections that are silent, Bun's after ten seconds. */
export const ANSWER_LIMIT_MS = 8000;

/** What answering needs. */
export interface AnsweringContext {
  readonly clock: Pick<Clock, 'after'>;
  /** Told of a store that fails. */
  onError(error: unknown): void;
}

/** A handler whose failures are answered: what is wrong with a parameter, and a store that fails or hangs. */
export function answering(
  { clock, onError }: AnsweringContext,
  handler: (c: Context<RestEnv>) => Promise<Response>,
): (c: Context<RestEnv>) => Promise<Response> {
  return async (c) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = clock.after(ANSWER_LIMIT_MS, () => {
      reject(
        new StoreError('store_unreachable', 'of the history', `no answer in ${ANSWER_LIMIT_MS} ms`),
      );
    });
    try {
      return await Promise.race([handler(c), late]);
    } catch (error) {
      if (error instanceof ParameterError) {
        return problem(error.code, {}, { detail: error.message, field: error.parameter });
      }
      if (!(error instanceof StoreError)) throw error;
      onError(error);
      return problem('store_unavailable');
    } finally {
      timer.cancel();
    }
  };
}
