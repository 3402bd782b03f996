import { connectOnce } from '../redis/connect-once.ts';
import { createRedis, type RedisClient } from '../redis/create-redis.ts';
import type { RedisAddress } from '../redis/redis-address.ts';
import { parseStoreUrl, StoreError } from '../store/index.ts';
import { type ClusterScripts, defineScripts } from './scripts.ts';

/** How long an answer of Redis may take, in milliseconds: somebody waits for it. */
const COMMAND_TIMEOUT_MS = 2000;

/** A Redis, as its URL says, and how it is called. */
type RedisPlace = RedisAddress & { readonly name: string; readonly prefix: string };

/** Takes what was published. */
export type ChannelListener = (text: string) => void;

/**
 * The Redis through which servers act as one: two connections, one of which hears what others publish. The client of a
 * Redis Cluster has such a second connection by itself.
 */
export class ClusterLink {
  /** How people may be told of it: its URL without a password. */
  readonly name: string;
  /** What tells our keys and channels from those of other programs. */
  readonly prefix: string;
  /** This server's name among the others; another one at each start. */
  readonly node = crypto.randomUUID();
  readonly #commands: RedisClient & ClusterScripts;
  readonly #subscriptions: RedisClient;
  /** In a Redis Cluster, a server tells of those alone who listen to itself. */
  readonly #tellsListeners: boolean;
  readonly #listeners = new Map<string, ChannelListener>();
  /** Told whenever a connection is there again. */
  onReady: () => void = () => {};
  /** Told when another server of a Redis Cluster stands in for one, which may have had more than that one. */
  onMoved: () => void = () => {};

  private constructor(
    commands: RedisClient,
    subscriptions: RedisClient,
    { name, prefix, cluster }: RedisPlace,
  ) {
    this.name = name;
    this.prefix = prefix;
    this.#tellsListeners = cluster === undefined;
    this.#commands = defineScripts(commands);
    this.#subscriptions = subscriptions;
    commands.on('ready', () => this.onReady());
    if (subscriptions !== commands) subscriptions.on('ready', () => this.onReady());
    commands.on('-node', () => this.onMoved());
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
    const commands = await connect(address, COMMAND_TIMEOUT_MS);
    if (address.cluster) return new ClusterLink(commands, commands, address);
    try {
      return new ClusterLink(commands, await connect(address, 0), address);
    } catch (error) {
      commands.disconnect();
      throw error;
    }
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

  /** Sends a text to all who listen on a channel; returns how many those are, as far as Redis tells. */
  async publish(channel: string, text: string): Promise<number | undefined> {
    const heard = await this.#commands.publish(channel, text);
    return this.#tellsListeners ? heard : undefined;
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

async function connect(address: RedisPlace, timeout: number): Promise<RedisClient> {
  let isConnected = false;
  const client = createRedis(address, { commandTimeoutMs: timeout, retries: () => isConnected });
  try {
    await connectOnce(client);
    isConnected = true;
    return client;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    throw new StoreError('store_unreachable', address.name, said);
  }
}
