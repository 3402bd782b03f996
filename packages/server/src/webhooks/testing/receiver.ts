import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookPayload } from '@stepstream/protocol';

/** A message as a receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly payload: WebhookPayload;
}

/** What a receiver answers: a status, or nothing at all, or a connection that breaks. */
export type Answer = number | 'hang' | 'break' | { readonly redirect: string };

/** A real HTTP server that receives webhooks, and misbehaves as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  /** Requests that wait for an answer now. */
  hanging = 0;
  /** Most requests at a time. */
  peak = 0;
  /** What it answers to a message. */
  answer: (message: Received) => Answer | Promise<Answer> = () => 204;
  #busy = 0;
  #waiting: (() => void) | undefined;
  readonly #server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const message = { headers: request.headers, body, payload: JSON.parse(body) };
      this.received.push(message);
      this.#busy++;
      this.peak = Math.max(this.peak, this.#busy);
      const answer = await this.answer(message);
      if (answer === 'hang') {
        this.hanging++;
        response.on('close', () => {
          this.hanging--;
          this.#busy--;
          this.#waiting?.();
        });
        this.#waiting?.();
        return;
      }
      this.#busy--;
      if (answer === 'break') request.socket.destroy();
      else if (typeof answer === 'number') response.writeHead(answer).end('{"secret":"of mine"}');
      else response.writeHead(307, { location: answer.redirect }).end();
      this.#waiting?.();
    });
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => {
      receiver.#server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook?key=topsecret`;
  }

  /** The types and users of what came. */
  get told(): string[] {
    return this.received.map(({ payload: { type, data } }) => `${type} ${data.user_id}`);
  }

  /** Waits until something is so, looking with each request. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
