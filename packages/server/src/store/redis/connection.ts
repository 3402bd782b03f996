import { Redis } from 'ioredis';
import { redisError } from './errors.ts';
import { addHasSubscribers } from './quiet-tracing.ts';
import { type Operation, WRITE } from './write-script.ts';

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
    addHasSubscribers();
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
   * @returns what each returned
   * @throws {StoreError}
   */
  async write(operations: readonly Operation[]): Promise<readonly number[]> {
    if (operations.length === 0) return [];
    const keys = operations.map(({ key }) => key);
    const values = operations.flatMap(({ name, values }) => [name, values.length, ...values]);
    return await this.ask((client) => client.stepstreamWrite(keys.length, ...keys, ...values));
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
