import { Pool, type PoolClient, types } from 'pg';
import { isAnswer, postgresError } from './errors.ts';

/** Connections of a process. Writes come one after the other; reads are few. */
const MAX_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5000;
/** Numbers of 64 bits, which come as texts. Ours are all within what a number of JavaScript can be. */
const INT8 = types.builtins.INT8;

/** How a server is used. */
export interface PostgresOptions {
  /** How long an answer may take, in milliseconds. Default: 30,000. */
  readonly queryTimeoutMs?: number;
}

/** What a statement's parameters can be. */
export type PostgresValue =
  | string
  | number
  | Buffer
  | readonly number[]
  | readonly (string | null)[];

/** Asks within a transaction, or without one. The columns of a row are the caller's word for them. */
export type Query = <Row>(text: string, values?: readonly PostgresValue[]) => Promise<Row[]>;

/** A server, and a few connections to it, which are made when they are needed and again when they are lost. */
export class PostgresConnection {
  readonly name: string;
  readonly #pool: Pool;

  /** @param name the store's name, for errors */
  constructor(url: string, name: string, { queryTimeoutMs = 30_000 }: PostgresOptions) {
    this.name = name;
    this.#pool = new Pool({
      connectionString: url,
      application_name: 'stepstream',
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
      types: { getTypeParser: typeParser },
    });
    // A connection was lost, an idle one or one in use, whose query is told by its own promise. The next query makes
    // another; unheard, either would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => void client.on('error', () => {}));
  }

  /** One statement of its own. @throws {StoreError} */
  readonly query: Query = async <Row>(text: string, values: readonly PostgresValue[] = []) => {
    return await this.#with((query) => query<Row>(text, values));
  };

  /**
   * Does several statements, all or none. What it waits for is only its own.
   *
   * @throws {StoreError}
   */
  async transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return await this.#with(async (query) => {
      await query('BEGIN');
      try {
        const result = await work(query);
        await query('COMMIT');
        return result;
      } catch (error) {
        if (isAnswer(error)) await query('ROLLBACK');
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** A connection that failed in any other way than by an answer is thrown away. */
  async #with<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    let broken = false;
    try {
      client = await this.#pool.connect();
      return await work(queryOf(client));
    } catch (error) {
      broken = !isAnswer(error);
      throw postgresError(error, this.name);
    } finally {
      client?.release(broken);
    }
  }
}

function queryOf(client: PoolClient): Query {
  return async <Row>(text: string, values: readonly PostgresValue[] = []) => {
    const { rows } = await client.query(text, [...values]);
    return rows as Row[];
  };
}

function typeParser(id: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return id === INT8 ? Number : types.getTypeParser(id, format as 'text');
}
