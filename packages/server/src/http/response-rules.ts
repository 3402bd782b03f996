import type { Access } from '../auth/access.ts';
import { type Caller, saysHttps } from '../auth/caller.ts';
import { answerForeignPage, shareWithPage } from './cross-origin.ts';
import { addSecurityHeaders } from './security-headers.ts';

/** What the rules are made of. */
export interface ResponseRulesOptions {
  readonly access: Pick<Access, 'originAllowed'>;
  /** For how long browsers are to use nothing but HTTPS with this host, in seconds; 0 says nothing of it. */
  readonly hstsSeconds: number;
}

/** What holds for every answer of a server, whoever makes it: who may read it, and what browsers make of it. */
export class ResponseRules {
  readonly #access: Pick<Access, 'originAllowed'>;
  readonly #hsts: string | undefined;

  constructor({ access, hstsSeconds }: ResponseRulesOptions) {
    this.#access = access;
    this.#hsts = hstsSeconds > 0 ? `max-age=${hstsSeconds}` : undefined;
  }

  /** The answer to a request that goes no further; see `answerForeignPage`. */
  before(request: Request, caller: Caller): Response | undefined {
    return answerForeignPage(request, caller, this.#access);
  }

  /** Completes the headers of an answer, and returns it. */
  complete(response: Response, request: Request, caller: Caller): Response {
    const isAllowed = this.#access.originAllowed(caller);
    shareWithPage(addSecurityHeaders(response), request, isAllowed);
    // Browsers heed it over HTTPS alone, and it is not to be sent over anything else (RFC 6797, 7.2).
    if (this.#hsts && isSecure(request)) {
      response.headers.set('strict-transport-security', this.#hsts);
    }
    return response;
  }
}

/** Whether the browser's own connection is encrypted, which may end at a proxy. */
function isSecure({ url, headers }: Request): boolean {
  return url.startsWith('https:') || saysHttps(headers);
}
