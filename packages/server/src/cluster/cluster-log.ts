import type { Session } from '../session/index.ts';
import type { ClusterLink } from './cluster-link.ts';
import type { ClusterHealth } from './node-counts.ts';

/** What is needed of a logger. */
export interface ClusterLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What operators are told of a cluster, as docs/observability.md lists it. */
export class ClusterLog {
  readonly #log: ClusterLogger;
  readonly #link: Pick<ClusterLink, 'name' | 'node'>;

  constructor(log: ClusterLogger, link: Pick<ClusterLink, 'name' | 'node'>) {
    this.#log = log;
    this.#link = link;
  }

  /** A session has come to this server, or has gone from it. */
  session(
    what: 'session taken over' | 'session handed over' | 'session surrendered',
    { id, requests }: Session,
    epoch: number,
  ): void {
    this.#log.info({ node: this.#link.node, session: id, epoch, requests }, what);
  }

  health({ state }: ClusterHealth): void {
    const fields = { cluster: this.#link.name };
    if (state === 'healthy') this.#log.info(fields, 'the Redis of the cluster answers again');
    else
      this.#log.warn(
        fields,
        'the Redis of the cluster does not answer: this server continues alone',
      );
  }

  notHeard(): void {
    this.#log.warn({ cluster: this.#link.name }, 'not subscribed to the other servers yet');
  }
}
