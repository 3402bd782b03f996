import { connect } from 'node:net';
import { frame, handshake, OPCODE } from './frames.ts';

/**
 * A process of its own that streams as people do, and measures: `bun neighbours.ts PORT COUNT SECONDS` prints what it
 * saw as JSON.
 */

/** How often each sends a sample, in milliseconds. */
const PERIOD_MS = 20;
/** How long it waits for the last answers, in milliseconds. */
const PATIENCE_MS = 5000;
const SAMPLE = '{"accel_x":0.1,"accel_y":0.2,"accel_z":9.8}';

/** What neighbours have seen; times in milliseconds. */
export interface Seen {
  readonly sent: number;
  readonly answered: number;
  /** Neighbours whose count is not what they sent. */
  readonly miscounted: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
  /** By how much the longest of this process's own turns was late. */
  readonly ownLongest: number;
}

class Neighbour {
  readonly times: number[] = [];
  sent = 0;
  answered = 0;
  total = 0;
  readonly #socket;
  readonly #pending: number[] = [];
  #rest = '';
  readonly ready: Promise<void>;

  constructor(port: number) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#socket = connect({ host: '127.0.0.1', port });
    this.#socket.setNoDelay(true);
    this.#socket.on('error', reject);
    this.#socket.write(handshake(port));
    this.#socket.on('data', (chunk: Buffer) => {
      const now = performance.now();
      this.#rest += chunk.toString('latin1');
      if (this.#rest.includes('session_started')) resolve();
      for (;;) {
        const found = /"total_predictions":(\d+),"buffer_size"/.exec(this.#rest);
        if (!found) break;
        this.#rest = this.#rest.slice(found.index + found[0].length);
        this.total = Number(found[1]);
        this.answered++;
        this.times.push(now - (this.#pending.shift() ?? now));
      }
      if (this.times.length > 0) this.#rest = this.#rest.slice(-4000);
    });
  }

  send(): void {
    this.sent++;
    this.#pending.push(performance.now());
    this.#socket.write(frame(OPCODE.text, SAMPLE));
  }
}

async function measure(port: number, count: number, seconds: number): Promise<Seen> {
  const neighbours = Array.from({ length: count }, () => new Neighbour(port));
  await Promise.all(neighbours.map(({ ready }) => ready));
  const start = performance.now();
  let ownLongest = 0;
  let next = start;
  while (performance.now() - start < 1000 * seconds) {
    for (const neighbour of neighbours) neighbour.send();
    next += PERIOD_MS;
    await Bun.sleep(Math.max(0, next - performance.now()));
    ownLongest = Math.max(ownLongest, performance.now() - next);
  }
  const end = performance.now() + PATIENCE_MS;
  while (neighbours.some(({ sent, answered }) => answered < sent) && performance.now() < end) {
    await Bun.sleep(10);
  }
  const times = neighbours.flatMap((neighbour) => neighbour.times).sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  const sum = (pick: (neighbour: Neighbour) => number) =>
    neighbours.reduce((total, neighbour) => total + pick(neighbour), 0);
  return {
    sent: sum(({ sent }) => sent),
    answered: sum(({ answered }) => answered),
    miscounted: sum(({ sent, total }) => (total === sent ? 0 : 1)),
    median: at(0.5),
    p99: at(0.99),
    longest: at(1),
    ownLongest,
  };
}

if (import.meta.main) {
  const [port, count, seconds] = process.argv.slice(2).map(Number);
  console.log(JSON.stringify(await measure(port ?? 0, count ?? 1, seconds ?? 1)));
  process.exit(0);
}
