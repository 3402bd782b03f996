import { afterEach } from 'bun:test';
import type { ServerMessage } from '@stepstream/protocol';
import { SignJWT } from 'jose';
import { type ServerOptions, startServer } from 'stepstream';

export const SECRET = 'a secret of these tests, which is long enough';
export const ADMIN_TOKEN = 'the-admin-token-of-this-test';
export const ISSUER = 'https://id.example';
export const AUDIENCE = 'stepstream';

const opened: { stop(): unknown }[] = [];

/** Stops what the tests of a file have started, after each of them. */
export function stopAfterEach(): void {
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.stop();
  });
}

/** Stops something after the test. */
export function whenDone<Started extends { stop(): unknown }>(started: Started): Started {
  opened.push(started);
  return started;
}

/** Starts a server that wants tokens. */
export function startGuarded(options: ServerOptions = {}) {
  return whenDone(
    startServer({
      port: 0,
      logLevel: 'silent',
      adminToken: ADMIN_TOKEN,
      auth: 'token',
      ...(options.authJwks === undefined && { authSecret: SECRET }),
      authIssuer: ISSUER,
      authAudience: AUDIENCE,
      ...options,
    }),
  );
}

/** What a token says; times in seconds from now. */
export interface TokenParts {
  readonly sub?: string | undefined;
  readonly iss?: string;
  readonly aud?: string | string[];
  readonly exp?: number | undefined;
  readonly nbf?: number;
  readonly stepstream?: unknown;
  readonly secret?: string;
}

export const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A token as the servers of {@link startGuarded} take it, unless told otherwise. */
export function makeToken(parts: TokenParts = {}): Promise<string> {
  const { secret = SECRET, exp = 3600, nbf, sub = 'ann', ...claims } = parts;
  const payload = { iss: ISSUER, aud: AUDIENCE, ...claims };
  const token = new SignJWT(payload).setProtectedHeader({ alg: 'HS256' });
  if (!('sub' in parts) || parts.sub !== undefined) token.setSubject(sub);
  if (!('exp' in parts) || parts.exp !== undefined) token.setExpirationTime(nowSeconds() + exp);
  if (nbf !== undefined) token.setNotBefore(nowSeconds() + nbf);
  return token.sign(new TextEncoder().encode(secret));
}

/** A socket with what it was told. */
export class Caller {
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  #wake = () => {};

  /** @param headers which Bun's WebSocket sends with the handshake */
  constructor(url: string, headers: Record<string, string> = {}) {
    this.#socket = new WebSocket(url, { headers } as never);
    this.closed = new Promise((resolve) => {
      this.#socket.onclose = ({ code, reason }) => {
        resolve({ code, reason });
        this.#wake();
      };
    });
    this.#socket.onmessage = ({ data }) => {
      this.messages.push(JSON.parse(String(data)));
      this.#wake();
    };
    opened.push({ stop: () => this.#socket.close() });
  }

  async opened(): Promise<this> {
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      await new Promise((resolve) => {
        this.#socket.addEventListener('open', resolve);
        this.#socket.addEventListener('close', resolve);
      });
    }
    return this;
  }

  send(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Waits for the next message of a type, of those from `from` on. */
  async heard(type: string, from = 0): Promise<ServerMessage> {
    for (;;) {
      const found = this.messages.slice(from).find((message) => message.type === type);
      if (found) return found;
      if (this.#socket.readyState > WebSocket.OPEN) throw new Error(`closed before ${type}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/** A header with a bearer token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
