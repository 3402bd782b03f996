import type { Redis } from 'ioredis';
import { createRedis } from '../redis/create-redis.ts';
import type { RedisAddress } from '../redis/redis-address.ts';
import { parseStoreUrl, StoreError } from '../store/index.ts';
import { type ClusterScripts, defineScripts } from './scripts.ts';

/** How long an answer of Redis may take, in milliseconds: somebody waits for it. */
const COMMAND_TIMEOUT_MS = 2000;

/** Takes what was published. */
export type ChannelListener = (text: string) => void;

/** The Redis through which servers act as one: two connections, one of which hears what others publish. */
export class ClusterLink {
  /** How people may be told of it: its URL without a password. */
  readonly name: string;
  /** What tells our keys and channels from those of other programs. */
  readonly prefix: string;
  /** This server's name among the others; another one at each start. */
  readonly node = crypto.randomUUID();
  readonly #commands: Redis & ClusterScripts;
  readonly #subscriptions: Redis;
  readonly #listeners = new Map<string, ChannelListener>();
  /** Told whenever a connection is there again. */
  onReady: () => void = () => {};

  private constructor(commands: Redis, subscriptions: Redis, name: string, prefix: string) {
    this.name = name;
    this.prefix = prefix;
    this.#commands = defineScripts(commands);
    this.#subscriptions = subscriptions;
    commands.on('ready', () => this.onReady());
    subscriptions.on('ready', () => this.onReady());
    subscriptions.on('message', (channel: string, text: string) => {
      this.#listeners.get(channel)?.(text);
    });
  }

  /**
   * Connects.
   *
   * @param url of a Redis or Valkey from version 6.2 on, as that of a store
   * @throws {StoreError} where it can't be used; the message says what to do, and tells no password
   */
  static async open(url: string): Promise<ClusterLink> {
    const address = parseStoreUrl(url);
    if (address.kind !== 'redis') {
      throw new StoreError('invalid_store_url', 'of the cluster', 'expected redis://HOST');
    }
    const connections: Redis[] = [];
    try {
      for (const timeout of [COMMAND_TIMEOUT_MS, 0]) {
        connections.push(await connect(address, address.name, timeout));
      }
    } catch (error) {
      for (const connection of connections) connection.disconnect();
      throw error;
    }
    const [commands, subscriptions] = connections as [Redis, Redis];
    return new ClusterLink(commands, subscriptions, address.name, address.prefix);
  }

  /** Runs scripts. */
  get scripts(): ClusterScripts {
    return this.#commands;
  }

  /** Fields of a hash. */
  read(key: string, ...fields: string[]): Promise<(string | null)[]> {
    return this.#commands.hmget(key, ...fields);
  }

  async exists(key: string): Promise<boolean> {
    return (await this.#commands.exists(key)) === 1;
  }

  /** Makes a key that lasts for so long. */
  async mark(key: string, ttlMs: number): Promise<void> {
    await this.#commands.set(key, '1', 'PX', ttlMs);
  }

  /** Sends a text to all who listen on a channel; returns how many those are. */
  publish(channel: string, text: string): Promise<number> {
    return this.#commands.publish(channel, text);
  }

  /** Hears what is published on a channel, from the moment on in which the promise resolves. */
  async subscribe(channel: string, listener: ChannelListener): Promise<void> {
    this.#listeners.set(channel, listener);
    await this.#subscriptions.subscribe(channel);
  }

  /** Hears it no more. Never rejects. */
  async unsubscribe(channel: string): Promise<void> {
    this.#listeners.delete(channel);
    await this.#subscriptions.unsubscribe(channel).catch(() => {});
  }

  /** Closes both connections. Nothing of other servers is touched. */
  close(): void {
    this.#commands.disconnect();
    this.#subscriptions.disconnect();
  }
}

async function connect(address: RedisAddress, name: string, timeout: number): Promise<Redis> {
  let isConnected = false;
  let first: unknown;
  const client = createRedis(address, { commandTimeoutMs: timeout, retries: () => isConnected });
  client.on('error', (error) => {
    first ??= error;
  });
  try {
    await client.connect();
    if (first) throw first;
    isConnected = true;
    return client;
  } catch (error) {
    client.disconnect();
    const said = first ?? error;
    throw new StoreError('store_unreachable', name, said instanceof Error ? said.message : '');
  }
}
