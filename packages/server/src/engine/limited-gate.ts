import { tokenOf } from '../auth/tokens/token-of-request.ts';
import { problem } from '../http/problem.ts';
import { requestIdOf, withRequestId } from '../http/request-id.ts';
import type { ResponseRules } from '../http/response-rules.ts';
import type { RequestConnection } from '../http/rest-env.ts';
import type { Limits } from '../limits/limits.ts';
import type { Admission } from '../stream/index.ts';
import type { Gate } from './gate.ts';
import { RequestTurns } from './request-turns.ts';

/** What becomes of a request for a WebSocket that may have one, and whose it is. */
export interface CountedAdmission extends Admission {
  /** What its request is called. */
  readonly requestId: string;
  /** Counts the socket from now on, until what this returns is called. */
  connected(): () => void;
}

/** The gate, for those who do not ask for too much. */
export class LimitedGate {
  /** Answers since the beginning, by their status; WebSockets that were let in are none. */
  readonly answered: Record<string, number> = {};
  readonly #gate: Gate;
  readonly #limits: Limits;
  readonly #responses: ResponseRules;
  readonly #turns = new RequestTurns();

  constructor(gate: Gate, limits: Limits, responses: ResponseRules) {
    this.#gate = gate;
    this.#limits = limits;
    this.#responses = responses;
  }

  /** See {@link Gate.owns}. */
  owns(pathname: string, isWhole = false): boolean {
    return this.#gate.owns(pathname, isWhole);
  }

  /** See {@link Gate.judge}. Who asks for too much is answered 429. */
  async judge(
    request: Request,
    connection: RequestConnection,
  ): Promise<Response | CountedAdmission> {
    const requestId = requestIdOf(request.headers);
    const judged = await this.#judge(request, { ...connection, requestId });
    if (!(judged instanceof Response)) return { ...judged, requestId };
    const { status } = judged;
    this.answered[status] = (this.answered[status] ?? 0) + 1;
    return await withRequestId(judged, requestId);
  }

  async #judge(
    request: Request,
    connection: RequestConnection,
  ): Promise<Response | Omit<CountedAdmission, 'requestId'>> {
    const limits = this.#limits;
    const { headers } = request;
    const caller = { headers, peer: connection.peer };
    const address = limits.addressOf(caller);
    const refuse = (refusal: Response) => this.#responses.complete(refusal, request, caller);
    const turn = await this.#turns.take();
    if (turn === 'busy') return refuse(problem('busy', { 'retry-after': '1' }));
    const wait =
      (tokenOf(request) !== undefined && limits.authentication(address)) ||
      (isWebSocket(headers)
        ? limits.handshake(address) || limits.session(address)
        : limits.request(address));
    if (wait) return refuse(problem('too_many_requests', { 'retry-after': `${Math.ceil(wait)}` }));
    const judged = await this.#gate.judge(request, { ...connection, address });
    if (judged instanceof Response) return judged;
    return { ...judged, connected: () => limits.connected(address) };
  }
}

function isWebSocket(headers: Headers): boolean {
  return headers.get('upgrade')?.toLowerCase() === 'websocket';
}
