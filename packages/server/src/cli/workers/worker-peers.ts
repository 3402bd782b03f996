import type { EnginePeers } from '../../index.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** Longer than the supervisor waits for the others, in milliseconds. */
const TIMEOUT_MS = 3000;

/** The other workers, as one of them sees them: through the supervisor. */
export class WorkerPeers implements EnginePeers {
  readonly number: number;
  readonly count: number;
  readonly #say: (message: FromWorker) => void;
  readonly #waiting = new Map<number, (texts: ReadonlyMap<number, string>) => void>();
  #tell: () => Promise<string> = async () => '';
  #last = 0;

  /** @param say passes a message to the supervisor */
  constructor(number: number, count: number, say: (message: FromWorker) => void) {
    this.number = number;
    this.count = count;
    this.#say = say;
  }

  onAsked(tell: () => Promise<string>): void {
    this.#tell = tell;
  }

  collect(): Promise<ReadonlyMap<number, string>> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      const settle = (texts: ReadonlyMap<number, string>) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(texts);
      };
      const timer = setTimeout(settle, TIMEOUT_MS, new Map());
      this.#waiting.set(id, settle);
      this.#say({ collect: id });
    });
  }

  /** Takes what the supervisor says. */
  hear(message: ToWorker): void {
    if (typeof message === 'string') return;
    if ('collected' in message) {
      this.#waiting.get(message.collected)?.(new Map(message.texts));
      return;
    }
    const { tell: told } = message;
    // Where it fails, the supervisor goes on without.
    this.#tell().then(
      (text) => this.#say({ told, text }),
      () => {},
    );
  }
}
