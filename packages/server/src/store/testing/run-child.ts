import { asUser } from '@stepstream/testing/server-process';

const PROGRAM = `${import.meta.dir}/store-child.ts`;

/** A process that uses a store; see `store-child.ts`. */
export interface StoreChild {
  /** The next thing that it tells; undefined after its end. */
  next(): Promise<unknown>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Starts it, as another user where one is named. */
export function startChild(
  url: string,
  mode: 'open' | 'exclusive' | 'record' | 'write',
  user?: { uid: number; gid: number },
): StoreChild {
  const child = Bun.spawn(asUser(user, [process.execPath, PROGRAM, url, mode]), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0' },
  });
  const lines = readLines(child.stdout);
  return {
    async next() {
      const { value } = await lines.next();
      return value === undefined ? undefined : JSON.parse(value);
    },
    async kill() {
      child.kill('SIGKILL');
      await child.exited;
    },
  };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}
