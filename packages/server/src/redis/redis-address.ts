/** A host, and a port of it. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

/** A Redis or Valkey, as its URL says. */
export interface RedisAddress extends RedisHost {
  readonly username: string;
  readonly password: string;
  /** Number of the database. */
  readonly database: number;
  readonly tls: boolean;
  /** Who knows which server is the master just now, where there are several; `host` is the first of them then. */
  readonly sentinel?: {
    /** What the sentinels call the master. */
    readonly name: string;
    readonly hosts: readonly RedisHost[];
    readonly password: string;
  };
  /** Some servers of a Redis Cluster, which know of the others; `host` is the first of them then. */
  readonly cluster?: readonly RedisHost[];
}
