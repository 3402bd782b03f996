import type { Redis } from 'ioredis';
import { createRedis } from '../../redis/create-redis.ts';
import type { RedisAddress } from '../../redis/redis-address.ts';
import { redisError } from './errors.ts';
import { packOperations } from './pack-operations.ts';
import { type Operation, WRITE } from './write-script.ts';

/** How a server is used. */
export interface RedisOptions {
  /** How long an answer may take, in milliseconds. Default: 10,000. */
  readonly commandTimeoutMs?: number;
}

/** A connection to a server. Once lost, it is made again; meanwhile everything fails at once. */
export class RedisConnection {
  readonly name: string;
  readonly #client: Redis;
  #connected = false;
  /** Memory of the last write, for the next. */
  #spare: ArrayBuffer | undefined;

  /** @param name the store's name, for errors */
  constructor(address: RedisAddress, name: string, { commandTimeoutMs = 10_000 }: RedisOptions) {
    this.name = name;
    this.#client = createRedis(address, { commandTimeoutMs, retries: () => this.#connected });
    this.#client.defineCommand('stepstreamWrite', { lua: WRITE });
  }

  /** @throws {StoreError} when there is no such server, or it does not let this one in */
  async connect(): Promise<void> {
    let first: unknown;
    this.#client.on('error', (error) => {
      first ??= error;
    });
    try {
      await this.#client.connect();
      // Where there is no such database, the client would use the first.
      if (first) throw first;
      this.#connected = true;
    } catch (error) {
      this.#client.disconnect();
      throw redisError(first ?? error, this.name);
    }
  }

  /** Does what can fail. @throws {StoreError} */
  async ask<Result>(work: (client: Redis) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#client);
    } catch (error) {
      throw redisError(error, this.name);
    }
  }

  /**
   * Does operations, with nobody else's between them, all of them or none.
   *
   * @returns the places of those that found something newer
   * @throws {StoreError}
   */
  async write(operations: readonly Operation[]): Promise<readonly number[]> {
    if (operations.length === 0) return [];
    const keys = operations.map(({ key }) => key);
    const packed = packOperations(operations, this.#spare);
    this.#spare = undefined;
    const refused = await this.ask((client) =>
      client.stepstreamWrite(keys.length, ...keys, packed),
    );
    // Only now: what failed may still be sent.
    this.#spare = packed.buffer;
    return refused;
  }

  async close(): Promise<void> {
    try {
      await this.#client.quit();
    } catch {
      // It is lost already.
    } finally {
      this.#client.disconnect();
    }
  }
}
