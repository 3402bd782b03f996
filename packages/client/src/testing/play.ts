import type { ServerMessage } from '@stepstream/protocol';
import { Delivery } from '../delivery.ts';
import { type ClientEvents, Emitter, type StepEvent } from '../events.ts';
import { type ConnectOptions, resolveOptions } from '../options.ts';
import { SavingServer } from './saving-server.ts';

/** What can happen. */
export type Act =
  | 'add'
  | 'reset'
  | 'configure'
  | 'send'
  | 'take'
  | 'take_silently'
  | 'hear'
  | 'save'
  | 'cut'
  | 'crash'
  | 'reload';

/** A client without its socket, and the server that it speaks with. */
export class Play {
  readonly server: SavingServer;
  readonly steps: StepEvent[] = [];
  readonly told: (number | undefined)[] = [];
  readonly errors: string[] = [];
  /** Samples so far; the next has this time. */
  given = 0;
  /** The client's clock, in milliseconds. */
  now = 0;
  delivery: Delivery;
  readonly #options;

  constructor(options: ConnectOptions, saves = true) {
    this.#options = resolveOptions({
      binary: false,
      maxBatch: 7,
      clock: { now: () => this.now, setTimeout: () => 0, clearTimeout: () => {} },
      ...options,
    });
    this.server = new SavingServer(saves);
    this.delivery = this.#open();
    this.delivery.greeted(this.server.greet());
  }

  #open(saved?: ReturnType<Delivery['snapshot']>): Delivery {
    const emitter = new Emitter<ClientEvents>();
    emitter.on('step', (step) => void this.steps.push(step));
    emitter.on('error', ({ code }) => void this.errors.push(code));
    emitter.on('update', ({ samples }) => {
      this.told.push(...samples.map(({ timestamp }) => timestamp));
    });
    return new Delivery(this.#options, emitter, saved);
  }

  readonly acts: Record<Act, () => unknown> = {
    add: () =>
      this.delivery.accept({ timestamp: this.given++, accel_x: 0, accel_y: 0, accel_z: 9.8 }),
    reset: () => void this.delivery.ask('reset').catch(() => {}),
    configure: () => void this.delivery.configure({ gravity: 'included' }).catch(() => {}),
    send: () => {
      const frame = this.delivery.next();
      if (frame) this.server.send(String(frame));
      return frame !== undefined;
    },
    take: () => this.server.take(false),
    take_silently: () => this.server.take(true),
    hear: () => {
      const message: ServerMessage | undefined = this.server.hear();
      if (message) this.delivery.take(message);
      return message !== undefined;
    },
    save: () => this.server.save(),
    cut: () => this.delivery.greeted(this.server.reconnect(this.#answered)),
    crash: () => this.delivery.greeted(this.server.crash(this.#answered)),
    reload: () => {
      const saved = JSON.parse(JSON.stringify(this.delivery.snapshot()));
      this.delivery = this.#open(saved);
      this.acts.cut();
    },
  };

  /** Lets all go through a link that is made anew, and works. */
  finish(): void {
    this.acts.cut();
    this.delivery.probe();
    this.settle();
  }

  /** Lets all go through. */
  settle(): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const act of [this.acts.send, this.acts.take, this.acts.hear]) {
        while (act()) busy = true;
      }
    }
  }

  get #answered(): number {
    const { url } = this.delivery.address('ws://x', { token: 'token' });
    return Number(/answered=(\d+)/.exec(url)?.[1]);
  }
}
