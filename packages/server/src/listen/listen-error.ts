/** An address that can't be listened on. */
export class ListenError extends Error {
  /** The system's word for why, such as `EADDRINUSE`, where it has one. */
  readonly code: string | undefined;
  /** The address and its port, as `127.0.0.1:8000`. */
  readonly address: string;
  /** Which of the server's two it is: its own, or that for the local network. */
  readonly listener: 'main' | 'network' | 'admin';

  constructor(address: string, listener: ListenError['listener'], cause: unknown) {
    super(`cannot listen on ${address}`, { cause });
    this.name = 'ListenError';
    this.code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    this.address = address;
    this.listener = listener;
  }
}
