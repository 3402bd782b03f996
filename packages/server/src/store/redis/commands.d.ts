import type { Result } from 'ioredis';

/** Our script, as `connection.ts` defines it. */
declare module 'ioredis' {
  interface RedisCommander<Context> {
    stepstreamWrite(
      keyCount: number,
      ...keysAndValues: (string | number | Buffer)[]
    ): Result<number[], Context>;
  }
}
