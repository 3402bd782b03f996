import type { Result } from 'ioredis';

/** Our script, as `connection.ts` defines it. */
declare module 'ioredis' {
  interface RedisCommander<Context> {
    stepstreamWrite(
      keyCount: number,
      ...keysAndPacked: (string | Buffer)[]
    ): Result<number[], Context>;
  }
}
