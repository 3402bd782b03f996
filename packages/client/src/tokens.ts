import type { ClientClock, SocketConstructor, SocketLike } from './options.ts';

/**
 * Gets a token.
 *
 * @param limitMs how long that may take
 * @throws what the app's function throws; an Error where it takes too long, or brings no text
 */
export function getToken(
  token: () => string | Promise<string>,
  clock: ClientClock,
  limitMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(
      () => reject(new Error(`no token came within ${limitMs} ms`)),
      limitMs,
    );
    const settle = (act: () => void) => {
      clock.clearTimeout(timer);
      act();
    };
    new Promise<string>((take) => take(token())).then(
      (said) => settle(() => (said ? resolve(said) : reject(new Error('the token is empty')))),
      (error) => settle(() => reject(error)),
    );
  });
}

/** The message by which a client says who it is. */
export function authenticateMessage(token: string): string {
  return JSON.stringify({ action: 'authenticate', token });
}

/** A socket that is wanted, and what is said by it first. */
export interface SocketOptions {
  readonly url: string;
  readonly WebSocket: SocketConstructor;
  readonly token: string | undefined;
  readonly opening?: string | undefined;
}

/**
 * Makes a socket that says a token: in a header, where the runtime's own WebSocket takes some, or as its first message.
 *
 * @throws what the WebSocket throws for an address that is none
 */
export function openSocket({ url, WebSocket, token, opening }: SocketOptions): SocketLike {
  const said = token === undefined ? [] : [authenticateMessage(token)];
  let socket: SocketLike;
  if (token !== undefined && takesHeaders(WebSocket)) {
    const WithHeaders = WebSocket as unknown as new (url: string, options: object) => SocketLike;
    socket = new WithHeaders(url, { headers: { authorization: `Bearer ${token}` } });
    said.pop();
  } else {
    socket = new WebSocket(url);
  }
  if (opening) said.push(opening);
  socket.addEventListener('open', () => {
    for (const message of said) socket.send(message);
  });
  return socket;
}

/** Node's own WebSocket takes headers, and so does Bun's; browsers do not. */
function takesHeaders(Socket: SocketConstructor): boolean {
  const { process, WebSocket } = globalThis as {
    readonly process?: { readonly versions?: { readonly node?: string } };
    readonly WebSocket?: unknown;
  };
  const isNode = process?.versions?.node !== undefined;
  return isNode && Socket === WebSocket && !('window' in globalThis) && !('Deno' in globalThis);
}
