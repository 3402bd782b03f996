import bunAdapter from 'crossws/adapters/bun';
import { problem } from '../http/problem.ts';
import { MAX_BACKLOG_BYTES, type Transport } from '../stream/index.ts';
import type { Gate } from './gate.ts';

/** What is needed of Bun's server: a shape, so that nobody needs Bun's types. */
export interface BunServer {
  requestIP(request: Request): { readonly address: string } | null;
  upgrade(request: Request, options?: never): boolean;
}

/** Bun's handlers of WebSockets, as a shape that its own types accept. */
export interface BunWebSocket {
  message(socket: never, message: never): void;
  open(socket: never): void;
  drain(socket: never): void;
  close(socket: never, code: number, reason: string): void;
  readonly maxPayloadLength: number;
  readonly backpressureLimit: number;
  readonly closeOnBackpressureLimit: boolean;
  readonly idleTimeout: number;
  readonly sendPings: boolean;
}

/** An engine under Bun: crossws's adapter, with our limits. Made when it is first used. */
export function createBunTransport(gate: Gate, transport: Transport, maxPayloadBytes: number) {
  let made: ReturnType<typeof bunAdapter> | undefined;
  const adapter = () => {
    if (!process.versions['bun']) {
      throw new TypeError('This is not Bun: mount the engine with toNode of stepstream/node');
    }
    made ??= bunAdapter({ hooks: transport.hooks, getNamespace: () => 'stepstream' });
    return made;
  };

  async function fetch(request: Request, server?: BunServer): Promise<Response | undefined> {
    const judged = await gate.judge(request, server?.requestIP(request)?.address);
    if (judged instanceof Response) return judged;
    if (!server) return problem('websocket_only', { upgrade: 'websocket' });
    transport.decide(request, judged);
    const refused = await adapter().handleUpgrade(request, server as never);
    return refused && problem('websocket_only', { upgrade: 'websocket' });
  }

  return {
    fetch,
    get websocket(): BunWebSocket {
      const { message, open, drain, close } = adapter().websocket as unknown as BunWebSocket;
      return {
        message,
        open,
        drain,
        close,
        maxPayloadLength: maxPayloadBytes,
        // A second line of defence, out of reach while our own limit holds.
        backpressureLimit: 2 * MAX_BACKLOG_BYTES,
        closeOnBackpressureLimit: true,
        // The session's own timeout ends idle connections; only the client's messages count for it.
        idleTimeout: 0,
        // Pings come from us: Bun sends them only with an idle timeout, which is 960 s at most.
        sendPings: false,
      };
    },
  };
}
