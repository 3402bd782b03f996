/** Several times, in milliseconds. */
export interface Times {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Runs something several times, after a first run that does not count. */
export async function timesOf(rounds: number, run: () => Promise<unknown>): Promise<Times> {
  await run();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { min: times[0] ?? 0, median: times[times.length >> 1] ?? 0, max: times.at(-1) ?? 0 };
}

/** Watches for how long nothing else could happen in this process, in milliseconds. */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  try {
    await work();
    look();
    return longest;
  } finally {
    clearInterval(timer);
  }
}
