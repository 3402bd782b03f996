import type { Result } from 'ioredis';

/** Commands of ours, which `scripts.ts` defines. */
declare module 'ioredis' {
  interface RedisCommander<Context> {
    keepCheckpoint(key: string, ...values: (string | number | Buffer)[]): Result<number, Context>;
    forgetCheckpoint(key: string, userId: string): Result<number, Context>;
    keepSession(key: string, ...values: (string | number)[]): Result<number, Context>;
    keepMinutes(key: string, ...values: (string | number)[]): Result<number, Context>;
  }
}
