import { connectOnce } from '../../redis/connect-once.ts';
import { createRedis, type RedisClient } from '../../redis/create-redis.ts';
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
  /** Whether keys are spread over the servers of a Redis Cluster: one script reaches those of one hash tag. */
  readonly isSpread: boolean;
  readonly #client: RedisClient;
  #connected = false;
  /** Memory of the last write, for the next. */
  #spare: ArrayBuffer | undefined;

  /** @param name the store's name, for errors */
  constructor(address: RedisAddress, name: string, { commandTimeoutMs = 10_000 }: RedisOptions) {
    this.name = name;
    this.isSpread = address.cluster !== undefined;
    this.#client = createRedis(address, { commandTimeoutMs, retries: () => this.#connected });
    this.#client.defineCommand('stepstreamWrite', { lua: WRITE });
  }

  /** @throws {StoreError} when there is no such server, or it does not let this one in */
  async connect(): Promise<void> {
    try {
      await connectOnce(this.#client);
      this.#connected = true;
    } catch (error) {
      throw redisError(error, this.name);
    }
  }

  /** Does what can fail. @throws {StoreError} */
  async ask<Result>(work: (client: RedisClient) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#client);
    } catch (error) {
      throw redisError(error, this.name);
    }
  }

  /**
   * Does operations, with nobody else's between them, all of them or none.
   *
   * @param operations where keys are spread, all of one hash tag
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

  /**
   * Does groups of operations: all at once where one script can, else each group by itself.
   *
   * @param groups each of one hash tag
   * @returns of each whether it found something newer
   * @throws {StoreError} when one of them fails; others may have been done where keys are spread
   */
  async writeGroups(groups: readonly (readonly Operation[])[]): Promise<readonly boolean[]> {
    if (this.isSpread) {
      return await Promise.all(groups.map(async (group) => (await this.write(group)).length > 0));
    }
    const groupOf = groups.flatMap((group, i) => group.map(() => i));
    const refused = new Set((await this.write(groups.flat())).map((place) => groupOf[place]));
    return groups.map((_, i) => refused.has(i));
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
