import type { Context } from 'hono';
import { problem } from '../http/problem.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { StoreError } from '../store/index.ts';
import { ParameterError } from './parameter-error.ts';

/**
 * A handler whose failures are answered: what is wrong with a parameter, and a store that does not answer.
 *
 * @param onError told of a store's failure, too
 */
export function answering(
  onError: (error: Error) => void,
  handler: (c: Context<RestEnv>) => Promise<Response>,
): (c: Context<RestEnv>) => Promise<Response> {
  return async (c) => {
    try {
      return await handler(c);
    } catch (error) {
      if (error instanceof ParameterError) {
        return problem(error.code, {}, { detail: error.message, field: error.parameter });
      }
      if (!(error instanceof StoreError)) throw error;
      onError(error);
      return problem('store_unavailable');
    }
  };
}
