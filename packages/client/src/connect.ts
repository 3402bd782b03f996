import { StepstreamClient } from './client.ts';
import { type ConnectOptions, resolveOptions } from './options.ts';

/**
 * Connects to a server, and stays connected.
 *
 * ```ts
 * const client = connect('ws://localhost:8000/ws/realtime');
 * client.on('step', ({ total }) => console.log(`${total} steps`));
 * client.send({ accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 });
 * ```
 *
 * @param url where the server's stream is: `ws://…` or `wss://…`
 * @throws {RangeError} for an option out of its range
 * @throws {StepstreamError} `no_websocket` where the runtime has none and none is given
 * @throws what the WebSocket throws for an address that is none (a `SyntaxError`)
 */
export function connect(url: string | URL, options: ConnectOptions = {}): StepstreamClient {
  return new StepstreamClient(String(url), resolveOptions(options));
}
