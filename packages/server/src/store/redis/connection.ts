import { type ChainableCommander, Redis } from 'ioredis';
import { redisError } from './errors.ts';
import { FORGET_CHECKPOINT, KEEP_CHECKPOINT, KEEP_MINUTES, KEEP_SESSION } from './scripts.ts';

const CONNECT_TIMEOUT_MS = 5000;
/** Longest pause before it is tried again to connect, in milliseconds. */
const MAX_RETRY_MS = 2000;

/** A server, as its URL says. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** Number of the database. */
  readonly database: number;
  readonly tls: boolean;
}

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

  /** @param name the store's name, for errors */
  constructor(address: RedisAddress, name: string, { commandTimeoutMs = 10_000 }: RedisOptions) {
    const { host, port, username, password, database, tls } = address;
    this.name = name;
    this.#client = new Redis({
      host,
      port,
      db: database,
      ...(username ? { username } : {}),
      ...(password ? { password } : {}),
      ...(tls ? { tls: { servername: host } } : {}),
      connectionName: 'stepstream',
      protocol: 2,
      lazyConnect: true,
      // Whoever writes through a buffer tries again; a queue here would be a second buffer, without a bound.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: commandTimeoutMs,
      retryStrategy: (times) => (this.#connected ? Math.min(times * 100, MAX_RETRY_MS) : null),
    });
    this.#client.defineCommand('keepCheckpoint', { lua: KEEP_CHECKPOINT, numberOfKeys: 1 });
    this.#client.defineCommand('keepSession', { lua: KEEP_SESSION, numberOfKeys: 1 });
    this.#client.defineCommand('forgetCheckpoint', { lua: FORGET_CHECKPOINT, numberOfKeys: 1 });
    this.#client.defineCommand('keepMinutes', { lua: KEEP_MINUTES, numberOfKeys: 1 });
  }

  /** @throws {StoreError} when there is no such server, or it does not let this one in */
  async connect(): Promise<void> {
    let first: unknown;
    this.#client.on('error', (error) => {
      first ??= error;
    });
    try {
      await this.#client.connect();
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
   * Does several commands, with nobody else's between them.
   *
   * @returns their answers
   * @throws {StoreError} when one of them failed; if it was refused for lack of memory, none has been done
   */
  async transaction(add: (multi: ChainableCommander) => void): Promise<unknown[]> {
    return await this.ask(async (client) => {
      const multi = client.multi();
      add(multi);
      const answers = (await multi.exec()) ?? [];
      return answers.map(([error, answer]) => {
        if (error) throw error;
        return answer;
      });
    });
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
